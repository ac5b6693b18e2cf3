package io.lepton.spi.storage;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ContentDigestTest {

  /** The check values of the CRC catalogue, RFC 1321 and FIPS 180-4. */
  @ParameterizedTest
  @CsvSource({
    "CRC32C, 123456789, e3069283",
    "CRC64NVME, 123456789, ae8b14860a799888",
    "MD5, abc, 900150983cd24fb0d6963f7d28e17f72",
    "SHA256, abc, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
  })
  void matchesThePublishedCheckValue(ChecksumAlgorithm algorithm, String text, String hex) {
    assertThat(ContentDigest.of(algorithm, ByteBuffer.wrap(text.getBytes(US_ASCII))))
        .isEqualTo(new Checksum(algorithm, hex));
  }

  @ParameterizedTest
  @EnumSource
  void doesNotDependOnHowTheContentIsCut(ChecksumAlgorithm algorithm) {
    byte[] content = new byte[1003];
    new Random(5).nextBytes(content);
    ContentDigest digest = ContentDigest.of(algorithm);
    for (int start = 0, length = 0; start < content.length; start += length) {
      length = Math.min(1 + start % 37, content.length - start);
      digest.update(ByteBuffer.allocateDirect(length).put(content, start, length).flip());
    }
    assertThat(digest.checksum()).isEqualTo(ContentDigest.of(algorithm, ByteBuffer.wrap(content)));
  }
}
