package io.lepton.testkit.wire;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What happens to a body while it passes. Used for one body, by one thread. */
final class BodyTap {
  private enum Limit {
    STOP,
    SWALLOW
  }

  private final long flipAt;
  private final long limit;
  private final Limit beyond;
  private long seen;

  private BodyTap(long flipAt, long limit, Limit beyond) {
    this.flipAt = flipAt;
    this.limit = limit;
    this.beyond = beyond;
  }

  /** All of it passes as it is. */
  static BodyTap open() {
    return new BodyTap(-1, Long.MAX_VALUE, Limit.STOP);
  }

  /** The bits of one byte are flipped. */
  static BodyTap flipping(long position) {
    return new BodyTap(position, Long.MAX_VALUE, Limit.STOP);
  }

  /** It stops after so many bytes, if it has more. */
  static BodyTap stopping(long afterBytes) {
    return new BodyTap(-1, afterBytes, Limit.STOP);
  }

  /** Only so many bytes pass; the rest is swallowed. */
  static BodyTap swallowing(long afterBytes) {
    return new BodyTap(-1, afterBytes, Limit.SWALLOW);
  }

  /** Passes the next bytes on, and tells whether more may follow. May change {@code bytes}. */
  boolean pass(ByteBuffer bytes, Sink sink) throws IOException {
    long end = seen + bytes.remaining();
    if (flipAt >= seen && flipAt < end) {
      int index = bytes.position() + (int) (flipAt - seen);
      bytes.put(index, (byte) ~bytes.get(index));
    }
    boolean over = end > limit;
    if (over) {
      bytes.limit(bytes.position() + (int) Math.max(0, limit - seen));
    }
    sink.write(bytes);
    seen = end;
    return !over || beyond == Limit.SWALLOW;
  }
}
