package io.lepton.transfer.crypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkCipherTest {
  private static final DataKey KEY = new DataKey(new byte[DataKey.BYTES], new byte[0]);
  private static final Envelope ENVELOPE =
      new Envelope(new byte[16], new byte[32], 1 << 20, new byte[0]);

  private final ChunkCipher cipher = new ChunkCipher(KEY, ENVELOPE);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16_328, 16_329, 32_696, 32_697, 65_432, 65_433, 1 << 20})
  void aChunkIsAStreamOfTinks(int size) throws Exception {
    byte[] plain = bytes(size);
    byte[] written = encrypted(plain);
    assertThat(written).hasSize(Chunks.cipherBytesOfChunk(size));
    try (InputStream stream =
        KEY.chunks().newDecryptingStream(new ByteArrayInputStream(written), associatedData())) {
      assertThat(stream.readAllBytes()).isEqualTo(plain);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16_328, 16_329, 32_696, 32_697, 65_432, 65_433, 1 << 20})
  void aStreamOfTinksIsReadAsAChunk(int size) throws Exception {
    byte[] plain = bytes(size);
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    try (OutputStream stream = KEY.chunks().newEncryptingStream(written, associatedData())) {
      stream.write(plain);
    }
    ByteBuffer read = ByteBuffer.allocate(size);
    cipher.decrypt(7, ByteBuffer.wrap(written.toByteArray()), read);
    assertThat(read.array()).isEqualTo(plain);
    assertThat(read.hasRemaining()).isFalse();
  }

  @Test
  void aChunkOfAnotherPlaceOrCutOrAlteredIsRefused() {
    byte[] good = encrypted(bytes(40_000));
    byte[] altered = good.clone();
    altered[39_000] ^= 1;
    ByteBuffer room = ByteBuffer.allocate(40_000);
    assertThatThrownBy(() -> cipher.decrypt(8, ByteBuffer.wrap(good), room.clear()))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> cipher.decrypt(7, ByteBuffer.wrap(altered), room.clear()))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(
            () -> cipher.decrypt(7, ByteBuffer.wrap(good, 0, 2 * (16 << 10)), room.clear()))
        .isInstanceOf(IOException.class);
  }

  private byte[] encrypted(byte[] plain) {
    ByteBuffer into = ByteBuffer.allocate(Chunks.cipherBytesOfChunk(plain.length));
    cipher.writing(7).encrypt(ByteBuffer.wrap(plain), true, into);
    return into.array();
  }

  private static byte[] associatedData() {
    return ByteBuffer.allocate(40).put(ENVELOPE.digest()).putLong(7).array();
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
