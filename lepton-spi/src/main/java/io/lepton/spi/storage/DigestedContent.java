package io.lepton.spi.storage;

import java.util.OptionalLong;

/**
 * Content that is digested as it is read, so that who passes it on need not. Its CRC32C is that of
 * the bytes as they were when {@link #open}'s channel handed them out: who sends it after them has
 * whoever stores them refuse any bit that flipped on the way there, even in this process's memory.
 */
public interface DigestedContent extends ObjectContent {

  /** The CRC32C of the last opening; empty when it was not read to its end. */
  OptionalLong wholeCrc32c();
}
