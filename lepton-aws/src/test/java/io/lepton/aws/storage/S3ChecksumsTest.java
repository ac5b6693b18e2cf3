package io.lepton.aws.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.http.HttpHeaders;
import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.spi.storage.Checksums;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of an answer is a digest of the content, and what only looks like one. */
class S3ChecksumsTest {
  private static final String MD5 = "0123456789abcdef0123456789abcdef";
  private static final Checksum CRC32C = new Checksum(ChecksumAlgorithm.CRC32C, "e3069283");

  private static HttpHeaders tagged() {
    return new HttpHeaders().add("ETag", '"' + MD5 + '"');
  }

  private static Checksums of(HttpHeaders answer) {
    return S3Checksums.of(answer);
  }

  @Test
  void aDigestIsWrittenAndReadInBase64() {
    assertThat(S3Checksums.base64(CRC32C)).isEqualTo("4waSgw==");
    assertThat(S3Checksums.parse(ChecksumAlgorithm.CRC32C, "4waSgw==")).contains(CRC32C);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "4waSgw==-3", "4waS", "AAECAwQFBgc=", "no base64"})
  void whatIsNoDigestOfThatKindIsNone(String text) {
    assertThat(S3Checksums.parse(ChecksumAlgorithm.CRC32C, text)).isEmpty();
  }

  @Test
  void digestsOfTheWholeContentAreToldAndThoseOfDigestsAreNot() {
    HttpHeaders answer = tagged().add("x-amz-checksum-crc32c", "4waSgw==");
    assertThat(of(answer).get(ChecksumAlgorithm.CRC32C)).contains(CRC32C);
    assertThat(of(answer.add("x-amz-checksum-type", "FULL_OBJECT")).get(ChecksumAlgorithm.CRC32C))
        .contains(CRC32C);
    HttpHeaders composite =
        tagged().add("x-amz-checksum-crc32c", "4waSgw==").add("x-amz-checksum-type", "COMPOSITE");
    assertThat(of(composite).get(ChecksumAlgorithm.CRC32C)).isEmpty();
  }

  /** "Object" data type in the S3 API reference: of other encryption the tag is no MD5. */
  @ParameterizedTest
  @CsvSource({"AES256, true", "aws:kms, false", "aws:kms:dsse, false", "something new, false"})
  void aTagIsAnMd5OnlyWhereS3ItselfEncrypts(String encryption, boolean digest) {
    HttpHeaders answer = tagged().add("x-amz-server-side-encryption", encryption);
    assertThat(of(answer).get(ChecksumAlgorithm.MD5).isPresent()).isEqualTo(digest);
  }

  @Test
  void aTagUnderAKeyOfTheCustomersOwnIsNoMd5() {
    assertThat(of(tagged()).get(ChecksumAlgorithm.MD5)).isPresent();
    assertThat(
            of(tagged().add("x-amz-server-side-encryption-customer-algorithm", "AES256"))
                .get(ChecksumAlgorithm.MD5))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        MD5 + "-2",
        "0123456789abcdef0123456789abcde",
        "0123456789abcdef0123456789abcdeg",
        "0123456789ABCDEF0123456789abcdef",
        "0123456789abcdef0123456789abcd/0",
        "0123456789abcdef0123456789abcd:0",
        "0123456789abcdef0123456789abcd`0"
      })
  void aTagOfAnotherFormIsNoMd5(String version) {
    assertThat(S3Checksums.md5(version)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {"'\"a\"', a", "'W/\"a\"', a", "a, a", "'\"', '\"'", "'\"a', '\"a'", "'\"\"', ''"})
  void aVersionIsTheTagWithoutItsQuotes(String tag, String version) {
    assertThat(S3Checksums.version(tag)).isEqualTo(version);
  }
}
