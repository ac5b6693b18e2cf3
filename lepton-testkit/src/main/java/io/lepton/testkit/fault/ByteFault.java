package io.lepton.testkit.fault;

import io.lepton.spi.CloudException;
import java.util.function.Supplier;

/** What befalls a run of bytes, counted from the first byte that passes. */
sealed interface ByteFault {

  /** After so many bytes reading fails. */
  record Break(long afterBytes, Supplier<CloudException> error) implements ByteFault {}

  /** After so many bytes reading claims the end. */
  record End(long afterBytes) implements ByteFault {}

  /** One bit is flipped. */
  record Flip(long bit) implements ByteFault {}
}
