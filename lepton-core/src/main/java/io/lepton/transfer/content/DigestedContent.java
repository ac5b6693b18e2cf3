package io.lepton.transfer.content;

import io.lepton.spi.storage.ObjectContent;
import java.util.OptionalLong;

/** Content that is digested as it is read, so that who passes it on need not. */
public interface DigestedContent extends ObjectContent {

  /** The CRC32C of the last opening; empty when it was not read to its end. */
  OptionalLong wholeCrc32c();
}
