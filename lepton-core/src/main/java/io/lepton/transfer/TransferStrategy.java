package io.lepton.transfer;

/** Which objects a transfer copies. */
public enum TransferStrategy {
  /** Every object of the source, also those that the target holds already. */
  FULL,
  /** Objects that the target lacks or whose content or known metadata differs, never by date. */
  INCREMENTAL,
  /** As INCREMENTAL, but only objects that pass the filter, which must not be empty. */
  PARTIAL
}
