package io.lepton.transfer.crypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkCipherTest {
  private static final DataKey KEY = new DataKey(new byte[DataKey.BYTES], new byte[0]);
  private static final Envelope ENVELOPE =
      new Envelope(new byte[16], new byte[32], 1 << 20, new byte[0]);

  private static final AesGcmHkdfStreaming TINK = tink();

  private final ChunkCipher cipher = new ChunkCipher(KEY, ENVELOPE);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 131_037, 131_038, 262_114, 262_115, (1 << 20) - 1, 1 << 20})
  void aChunkIsAStreamOfTinks(int size) throws Exception {
    byte[] plain = bytes(size);
    byte[] written = encrypted(plain);
    assertThat(written).hasSize(Chunks.cipherBytesOfChunk(size));
    assertThat(decryptedByTink(7, written)).isEqualTo(plain);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 131_037, 131_038, 262_114, 262_115, (1 << 20) - 1, 1 << 20})
  void aStreamOfTinksIsReadAsAChunk(int size) throws Exception {
    byte[] plain = bytes(size);
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    try (OutputStream stream = TINK.newEncryptingStream(written, associatedData(7))) {
      stream.write(plain);
    }
    assertThat(decrypted(7, written.toByteArray(), size)).isEqualTo(plain);
  }

  @Test
  void aChunkOfAnotherPlaceOrAlteredIsRefused() {
    int size = 400_000;
    byte[] good = encrypted(bytes(size));
    byte[] altered = good.clone();
    altered[390_000] ^= 1;
    assertThatThrownBy(() -> decrypted(8, good, size)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> decrypted(7, altered, size)).isInstanceOf(IOException.class);
  }

  @Test
  void aChunkCutAfterASegmentIsRefusedAndSegmentsCannotBeSwapped() {
    int size = 3 * Chunks.PLAIN_SEGMENT_BYTES - Chunks.HEAD_BYTES;
    byte[] good = encrypted(bytes(size));
    byte[] cut = Arrays.copyOf(good, 2 * Chunks.SEGMENT_BYTES);
    assertThatThrownBy(() -> decrypted(7, cut, size - Chunks.PLAIN_SEGMENT_BYTES))
        .isInstanceOf(IOException.class);
    byte[] swapped = good.clone();
    System.arraycopy(
        good, Chunks.SEGMENT_BYTES, swapped, 2 * Chunks.SEGMENT_BYTES, Chunks.SEGMENT_BYTES);
    System.arraycopy(
        good, 2 * Chunks.SEGMENT_BYTES, swapped, Chunks.SEGMENT_BYTES, Chunks.SEGMENT_BYTES);
    assertThatThrownBy(() -> decrypted(7, swapped, size)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void afterARefusedSegmentNoOtherPassesInItsPlace(int altered) throws IOException {
    int size = 4 * Chunks.PLAIN_SEGMENT_BYTES - Chunks.HEAD_BYTES;
    ByteBuffer from = ByteBuffer.wrap(encrypted(bytes(size)));
    int last = (altered + 1) * Chunks.SEGMENT_BYTES - 1;
    from.put(last, (byte) (from.get(last) ^ 1));
    ByteBuffer into = ByteBuffer.allocate(size);
    ChunkCipher.Reading chunk = cipher.reading(7, size);
    for (int good = 0; good < altered; good++) {
      chunk.decrypt(next(from, Chunks.SEGMENT_BYTES), into);
    }
    int proved = into.position();
    for (int refused = altered; refused < 3; refused++) {
      assertThatThrownBy(() -> chunk.decrypt(next(from, Chunks.SEGMENT_BYTES), into))
          .isInstanceOf(IOException.class);
      assertThat(into.position()).isEqualTo(proved);
    }
  }

  @Test
  void chunksWrittenOneAfterAnotherShareASaltAndHaveKeysOfTheirOwn() throws Exception {
    byte[] plain = bytes(1000);
    byte[] seventh = encrypted(7, plain);
    byte[] eighth = encrypted(8, plain);
    assertThat(head(eighth)).isEqualTo(head(seventh));
    assertThat(eighth).isNotEqualTo(seventh);
    assertThat(decryptedByTink(7, seventh)).isEqualTo(plain);
    assertThat(decryptedByTink(8, eighth)).isEqualTo(plain);
    assertThat(decrypted(8, eighth, 1000)).isEqualTo(plain);
    assertThat(decrypted(7, seventh, 1000)).isEqualTo(plain);
    assertThatThrownBy(() -> decrypted(8, seventh, 1000)).isInstanceOf(IOException.class);
  }

  @Test
  void noKeyServesTwoTexts() throws IOException {
    byte[] once = encrypted(7, bytes(1000));
    byte[] next = encrypted(8, bytes(1000));
    byte[] again = encrypted(7, bytes(1000));
    byte[] nextAgain = encrypted(8, bytes(1000));
    byte[] elsewhere = new ChunkCipherTest().encrypted(9, bytes(1000));
    assertThat(head(again)).isNotEqualTo(head(once));
    assertThat(head(nextAgain)).isNotEqualTo(head(next));
    assertThat(head(elsewhere)).isNotEqualTo(head(once)).isNotEqualTo(head(nextAgain));
    assertThat(decrypted(7, again, 1000)).isEqualTo(bytes(1000));
    assertThat(decrypted(7, once, 1000)).isEqualTo(bytes(1000));
  }

  @Test
  void whoUsesACipherHasItAlone() throws IOException {
    byte[] text = encrypted(7, bytes(1000));
    cipher.giveBack();
    CipherEngines one = CipherEngines.take();
    CipherEngines other = CipherEngines.take();
    assertThat(one.aesGcm()).isNotSameAs(other.aesGcm());
    assertThat(one.hmacSha256()).isNotSameAs(other.hmacSha256());
    one.giveBack();
    assertThat(new ChunkCipherTest().decrypted(7, text, 1000)).isEqualTo(bytes(1000));
  }

  private static byte[] head(byte[] chunk) {
    return Arrays.copyOf(chunk, Chunks.HEAD_BYTES);
  }

  private static AesGcmHkdfStreaming tink() {
    try {
      return new AesGcmHkdfStreaming(
          new byte[DataKey.BYTES], "HmacSha256", DataKey.BYTES, Chunks.SEGMENT_BYTES, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] encrypted(byte[] plain) {
    return encrypted(7, plain);
  }

  private byte[] encrypted(long index, byte[] plain) {
    ByteBuffer from = ByteBuffer.wrap(plain);
    ByteBuffer into = ByteBuffer.allocate(Chunks.cipherBytesOfChunk(plain.length));
    ChunkCipher.Writing chunk = cipher.writing(index, plain.length);
    while (!chunk.isDone()) {
      int end = into.position() + chunk.cipherBytes();
      chunk.encrypt(next(from, chunk.plainBytes()), into);
      assertThat(into.position()).isEqualTo(end);
    }
    return into.array();
  }

  private byte[] decrypted(long index, byte[] written, int plainBytes) throws IOException {
    ByteBuffer from = ByteBuffer.wrap(written);
    ByteBuffer into = ByteBuffer.allocate(plainBytes);
    ChunkCipher.Reading chunk = cipher.reading(index, plainBytes);
    while (!chunk.isDone()) {
      int end = into.position() + chunk.plainBytes();
      chunk.decrypt(next(from, chunk.cipherBytes()), into);
      assertThat(into.position()).isEqualTo(end);
    }
    assertThat(from.hasRemaining()).isFalse();
    return into.array();
  }

  private static byte[] decryptedByTink(long index, byte[] written) throws Exception {
    try (InputStream stream =
        TINK.newDecryptingStream(new ByteArrayInputStream(written), associatedData(index))) {
      return stream.readAllBytes();
    }
  }

  private static ByteBuffer next(ByteBuffer from, int bytes) {
    ByteBuffer piece = from.slice(from.position(), bytes);
    from.position(from.position() + bytes);
    return piece;
  }

  private static byte[] associatedData(long index) {
    return ByteBuffer.allocate(40).put(ENVELOPE.digest()).putLong(index).array();
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
