package io.lepton.aws.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.http.RequestBody;
import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.spi.storage.ContentDigest;
import io.lepton.spi.storage.DigestedContent;
import io.lepton.spi.storage.ObjectContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class TrailedBodyTest {
  private static final String TEXT = "some bytes on their way";

  @Test
  void contentThatKnowsNoDigestIsDigestedAsItPasses() throws IOException {
    ObjectContent content = ObjectContent.of(TEXT);

    assertThat(sent(content, UnaryOperator.identity()))
        .isEqualTo(framed(TEXT, S3Checksums.base64(digest(TEXT))));
  }

  @Test
  void aBitThatFlipsAfterTheContentWasDigestedContradictsTheTrailer() throws IOException {
    String flipped = TEXT.replace("bytes", "Bytes");

    assertThat(sent(new Digested(true), bytes -> flipped))
        .isEqualTo(framed(flipped, S3Checksums.base64(digest(TEXT))));
  }

  @Test
  void noTrailerIsMadeUpForContentThatWasNotReadToItsEnd() {
    assertThatThrownBy(() -> sent(new Digested(false), UnaryOperator.identity()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("does not know its CRC32C");
  }

  @Test
  void theLengthIsAnnouncedRightWhateverKnowsTheDigest() throws IOException {
    for (ObjectContent content : new ObjectContent[] {ObjectContent.of(TEXT), new Digested(true)}) {
      RequestBody body = body(content, UnaryOperator.identity());

      assertThat(body.sizeBytes()).isEqualTo(read(body).length());
    }
  }

  private static String framed(String text, String crc32c) {
    return Integer.toHexString(text.length())
        + "\r\n"
        + text
        + "\r\n0\r\nx-amz-checksum-crc32c:"
        + crc32c
        + "\r\n\r\n";
  }

  private static Checksum digest(String text) {
    return ContentDigest.of(
        ChecksumAlgorithm.CRC32C, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String sent(ObjectContent content, UnaryOperator<String> onTheWay)
      throws IOException {
    return read(body(content, onTheWay));
  }

  private static RequestBody body(ObjectContent content, UnaryOperator<String> onTheWay)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) content.sizeBytes());
    try (ReadableByteChannel channel = content.open()) {
      while (channel.read(bytes) > 0) {
        // Until all are there.
      }
    }
    String arrived = onTheWay.apply(StandardCharsets.UTF_8.decode(bytes.flip()).toString());
    return new TrailedBody(new Passing(arrived), content);
  }

  private static String read(RequestBody body) throws IOException {
    ByteBuffer all = ByteBuffer.allocate(1000);
    while (body.read(all) >= 0) {
      // Until its end.
    }
    return StandardCharsets.UTF_8.decode(all.flip()).toString();
  }

  private static final class Passing implements RequestBody {
    private final ByteBuffer left;

    Passing(String text) {
      left = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public long sizeBytes() {
      return left.capacity();
    }

    @Override
    public int read(ByteBuffer target) {
      int count = Math.min(left.remaining(), target.remaining());
      target.put(left.slice(left.position(), count));
      left.position(left.position() + count);
      return count;
    }
  }

  private record Digested(boolean known) implements DigestedContent {
    @Override
    public long sizeBytes() {
      return TEXT.length();
    }

    @Override
    public ReadableByteChannel open() throws IOException {
      return ObjectContent.of(TEXT).open();
    }

    @Override
    public OptionalLong wholeCrc32c() {
      return known ? OptionalLong.of(Long.parseLong(digest(TEXT).hex(), 16)) : OptionalLong.empty();
    }
  }
}
