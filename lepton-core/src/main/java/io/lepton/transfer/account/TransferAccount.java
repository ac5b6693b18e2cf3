package io.lepton.transfer.account;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What a transfer used and what its clouds ask for that by list price.
 *
 * @param source requests to the source
 * @param target requests to the target
 * @param egressBytes content that left the source's cloud for another place
 * @param storedBytes content written at the target
 * @param requestUsd price of all requests; empty when a side's prices are not known
 * @param egressUsd price of the bytes that left, as if they were the month's first; empty when not
 *     known
 * @param storageUsdPerMonth price of keeping what was written, a month; empty when not known
 * @param pricesOf which region's list prices these are and when they were noted, a side each:
 *     {@code aws us-east-1 2026-01}; other regions may ask more. Empty when nothing here has a
 *     price
 */
public record TransferAccount(
    Usage source,
    Usage target,
    long egressBytes,
    long storedBytes,
    OptionalDouble requestUsd,
    OptionalDouble egressUsd,
    OptionalDouble storageUsdPerMonth,
    List<String> pricesOf) {

  public TransferAccount {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(requestUsd, "requestUsd");
    Objects.requireNonNull(egressUsd, "egressUsd");
    Objects.requireNonNull(storageUsdPerMonth, "storageUsdPerMonth");
    pricesOf = List.copyOf(pricesOf);
  }

  /** One line for people. */
  public String text() {
    return "%,d requests%s, egress%s, storage%s a month%s"
        .formatted(
            source.requests() + target.requests(),
            usd(requestUsd),
            usd(egressUsd),
            usd(storageUsdPerMonth),
            pricesOf.isEmpty()
                ? ""
                : " (list prices of "
                    + String.join(" and ", pricesOf)
                    + "; other regions may ask more)");
  }

  private static String usd(OptionalDouble value) {
    return value.isEmpty()
        ? " at an unknown price"
        : value.getAsDouble() == 0 ? " $0" : " $%.6f".formatted(value.getAsDouble());
  }
}
