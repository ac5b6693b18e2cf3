package io.lepton.transfer.crypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.spi.CloudException;
import io.lepton.spi.storage.ObjectContent;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What an opening gives out once its source failed: cipher text of its own, or nothing. */
class EncryptingContentTest {
  private static final int PLAIN_BYTES = 300;
  private static final DataKey KEY = new DataKey(new byte[DataKey.BYTES], new byte[0]);
  private static final Envelope ENVELOPE =
      new Envelope(new byte[16], new byte[32], PLAIN_BYTES, new byte[0]);

  @Test
  void aSourceThatFailedOnceIsReadOn() throws IOException {
    EncryptingContent content = encrypting(new FailingOnce(new byte[PLAIN_BYTES]));
    try (ReadableByteChannel channel = content.open()) {
      ByteBuffer cipher = ByteBuffer.allocate((int) content.sizeBytes());
      readAll(channel, cipher.slice(0, Envelope.SIZE_BYTES));
      assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(100)))
          .isInstanceOf(IOException.class)
          .hasMessage("once");
      int chunkBytes = Chunks.cipherBytesOfChunk(PLAIN_BYTES);
      ByteBuffer chunk = cipher.slice(Envelope.SIZE_BYTES, chunkBytes);
      readAll(channel, chunk.slice(0, 100));
      readAll(channel, chunk.slice(100, chunkBytes - 100));
      ByteBuffer plain = ByteBuffer.allocate(PLAIN_BYTES);
      new ChunkCipher(KEY, ENVELOPE).reading(0, PLAIN_BYTES).decrypt(chunk, plain);
      assertThat(plain.array()).isEqualTo(new byte[PLAIN_BYTES]);
    }
  }

  @Test
  void aSourceThatGoesOnIsNeverGivenOutWhole() throws IOException {
    EncryptingContent content = encrypting(new ByteArrayInputStream(new byte[PLAIN_BYTES + 1]));
    try (ReadableByteChannel channel = content.open()) {
      readAll(channel, ByteBuffer.allocate(Envelope.SIZE_BYTES));
      assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(100)))
          .isInstanceOf(CloudException.class)
          .hasMessageContaining("goes on after its announced 300 bytes");
      assertThat(channel.read(ByteBuffer.allocate(100))).isNegative();
      assertThat(content.wholeCrc32c()).isEmpty();
    }
  }

  private static EncryptingContent encrypting(InputStream source) {
    ObjectContent plain =
        new ObjectContent() {
          @Override
          public long sizeBytes() {
            return PLAIN_BYTES;
          }

          @Override
          public ReadableByteChannel open() {
            return Channels.newChannel(source);
          }
        };
    return new EncryptingContent("key", plain, KEY, ENVELOPE, 0, OptionalLong.empty());
  }

  private static void readAll(ReadableByteChannel channel, ByteBuffer into) throws IOException {
    while (into.hasRemaining()) {
      assertThat(channel.read(into)).isPositive();
    }
  }

  private static final class FailingOnce extends FilterInputStream {
    private boolean failed;

    FailingOnce(byte[] content) {
      super(new ByteArrayInputStream(content));
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (!failed) {
        failed = true;
        throw new IOException("once");
      }
      return super.read(into, offset, length);
    }
  }
}
