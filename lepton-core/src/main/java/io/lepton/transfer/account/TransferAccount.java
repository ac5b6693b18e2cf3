package io.lepton.transfer.account;

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
 * @param pricesOf when the price table was noted
 */
public record TransferAccount(
    Usage source,
    Usage target,
    long egressBytes,
    long storedBytes,
    OptionalDouble requestUsd,
    OptionalDouble egressUsd,
    OptionalDouble storageUsdPerMonth,
    String pricesOf) {

  public TransferAccount {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(requestUsd, "requestUsd");
    Objects.requireNonNull(egressUsd, "egressUsd");
    Objects.requireNonNull(storageUsdPerMonth, "storageUsdPerMonth");
    Objects.requireNonNull(pricesOf, "pricesOf");
  }

  /** One line for people. */
  public String text() {
    return "%,d requests%s, egress%s, storage%s a month (list prices of %s)"
        .formatted(
            source.requests() + target.requests(),
            usd(requestUsd),
            usd(egressUsd),
            usd(storageUsdPerMonth),
            pricesOf);
  }

  private static String usd(OptionalDouble value) {
    return value.isEmpty()
        ? " at an unknown price"
        : value.getAsDouble() == 0 ? " $0" : " $%.6f".formatted(value.getAsDouble());
  }
}
