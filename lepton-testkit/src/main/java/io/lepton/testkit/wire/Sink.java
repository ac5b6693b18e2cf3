package io.lepton.testkit.wire;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where bytes go. */
interface Sink {
  /** Takes everything and keeps nothing. */
  Sink NOWHERE =
      new Sink() {
        @Override
        public void write(ByteBuffer bytes) {
          bytes.position(bytes.limit());
        }

        @Override
        public void flush() {}
      };

  /** Takes all of {@code bytes}, sooner or later. */
  void write(ByteBuffer bytes) throws IOException;

  /** Sends what was taken. */
  void flush() throws IOException;
}
