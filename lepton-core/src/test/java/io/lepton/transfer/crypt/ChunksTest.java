package io.lepton.transfer.crypt;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class ChunksTest {

  @Property
  void aChunkIsAsLongAsTinkSays(@ForAll @IntRange(max = Chunks.PLAIN_BYTES) int plain)
      throws Exception {
    assertThat((long) Chunks.cipherBytesOfChunk(plain)).isEqualTo(tink(plain));
  }

  @Example
  void alsoAroundItsSegments() throws Exception {
    int segment = Chunks.PLAIN_SEGMENT_BYTES;
    for (int plain : List.of(0, 1, segment - 41, segment - 40, segment - 39, 2 * segment - 40)) {
      assertThat((long) Chunks.cipherBytesOfChunk(plain)).as("%d", plain).isEqualTo(tink(plain));
    }
  }

  @Example
  void aWholeChunkIsOfWholeSegments() {
    assertThat(Chunks.CIPHER_BYTES % Chunks.SEGMENT_BYTES).isZero();
  }

  @Property
  void lengthsAreReadBack(@ForAll @LongRange(min = 0, max = 1L << 50) long plain) {
    assertThat(Chunks.plainBytesOf(Chunks.cipherBytes(plain))).isEqualTo(plain);
  }

  @Property
  void lengthsAroundWholeChunksAreReadBack(
      @ForAll @LongRange(min = 0, max = 1L << 20) long chunks,
      @ForAll @IntRange(min = -70, max = 70) int more) {
    long plain = Math.max(0, chunks * Chunks.PLAIN_BYTES + more);
    assertThat(Chunks.plainBytesOf(Chunks.cipherBytes(plain))).isEqualTo(plain);
  }

  @Property
  void aLengthThatIsReadIsOneThatIsWritten(
      @ForAll @LongRange(min = 0, max = 1L << 40) long cipher) {
    long plain = Chunks.plainBytesOf(cipher);
    if (plain >= 0) {
      assertThat(Chunks.cipherBytes(plain)).isEqualTo(cipher);
    }
  }

  @Property
  void theLargestWithinALimitFitsAndOneChunkMoreDoesNot(
      @ForAll @LongRange(min = 5 << 20, max = 1L << 45) long limit) {
    long plain = Chunks.largestWithin(limit);
    assertThat(Envelope.SIZE_BYTES + Chunks.cipherBytes(plain)).isLessThanOrEqualTo(limit);
    assertThat(Envelope.SIZE_BYTES + Chunks.cipherBytes(plain + Chunks.PLAIN_BYTES))
        .isGreaterThan(limit);
  }

  private static long tink(int plain) throws Exception {
    return new AesGcmHkdfStreaming(new byte[32], "HmacSha256", 32, Chunks.SEGMENT_BYTES, 0)
        .expectedCiphertextSize(plain);
  }
}
