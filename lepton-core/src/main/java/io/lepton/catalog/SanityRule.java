package io.lepton.catalog;

/** What catalogs get wrong. Each rule says what it doubts. */
public enum SanityRule {
  /** Neither price is known: the row offers nothing. */
  NO_PRICE,
  /** A price of zero or less, or of nines only: nothing is sold at it. */
  PLACEHOLDER_PRICE,
  /** No virtual processors, no memory, no accelerator: the size was never filled in. */
  NO_SIZE,
  /** The same cloud, region, zone and type again at the same prices. */
  DUPLICATE,
  /** The same cloud, region, zone and type at different prices: one of them is wrong. */
  CONFLICTING_DUPLICATE,
  /** Spot dearer than on demand. */
  SPOT_ABOVE_ON_DEMAND,
  /** Spot equal to on demand: sources without spot prices fill the column so. */
  SPOT_EQUALS_ON_DEMAND,
  /** An accelerator without a count, or a count without a name. */
  UNCLEAR_ACCELERATOR,
  /** A machine with accelerators at the price of one without. */
  ACCELERATOR_NOT_PRICED,
  /** On demand far from what the same type costs in most other regions. */
  PRICE_OUTLIER,
  /** On demand above its size's price by just the surcharge of a Windows licence. */
  WINDOWS_PRICE
}
