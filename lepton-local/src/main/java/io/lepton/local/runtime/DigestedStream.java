package io.lepton.local.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;

/** A digest over every byte of a stream, those that are skipped included. */
final class DigestedStream extends DigestInputStream {
  private static final int MOST_AT_ONCE = 1 << 16;

  DigestedStream(InputStream in, MessageDigest digest) {
    super(in, digest);
  }

  @Override
  public long skip(long bytes) throws IOException {
    byte[] skipped = new byte[(int) Math.max(0, Math.min(bytes, MOST_AT_ONCE))];
    return Math.max(0, read(skipped));
  }
}
