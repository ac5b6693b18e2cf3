package io.lepton.aws.storage;

import io.lepton.http.HttpHeaders;
import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.spi.storage.Checksums;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Digests as S3 writes them: base64 in headers, MD5 as the tag of some objects. */
final class S3Checksums {
  /** The header that says which digest S3 is to compute of a whole. */
  static final String ALGORITHM = "x-amz-checksum-algorithm";

  private S3Checksums() {}

  /** The element of a document that tells a digest. */
  static String element(ChecksumAlgorithm algorithm) {
    return "Checksum" + algorithm;
  }

  /** The digest in base64. */
  static String base64(Checksum checksum) {
    byte[] digest = java.util.HexFormat.of().parseHex(checksum.hex());
    return Base64.getEncoder().encodeToString(digest);
  }

  /** A digest of a whole content from a header; empty for none and for digests of digests. */
  static Optional<Checksum> parse(ChecksumAlgorithm algorithm, @Nullable String base64) {
    if (base64 == null || base64.indexOf('-') >= 0) {
      return Optional.empty();
    }
    try {
      byte[] digest = Base64.getDecoder().decode(base64);
      return digest.length == algorithm.sizeBytes()
          ? Optional.of(Checksum.of(algorithm, digest))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** What the answer to a request tells of one object. */
  static Checksums of(
      @Nullable String crc32c,
      @Nullable String crc64nvme,
      @Nullable String sha256,
      @Nullable String type,
      Optional<Checksum> md5) {
    List<Checksum> known = new ArrayList<>(4);
    if (!"COMPOSITE".equals(type)) {
      parse(ChecksumAlgorithm.CRC32C, crc32c).ifPresent(known::add);
      parse(ChecksumAlgorithm.CRC64NVME, crc64nvme).ifPresent(known::add);
      parse(ChecksumAlgorithm.SHA256, sha256).ifPresent(known::add);
    }
    md5.ifPresent(known::add);
    return Checksums.of(known.toArray(new Checksum[0]));
  }

  /** What the headers of an answer tell of one object. */
  static Checksums of(HttpHeaders answer) {
    return of(
        answer.value("x-amz-checksum-crc32c"),
        answer.value("x-amz-checksum-crc64nvme"),
        answer.value("x-amz-checksum-sha256"),
        answer.value("x-amz-checksum-type"),
        md5(answer));
  }

  /**
   * The MD5 that a tag is when it has the form of one: the object was written in one piece. Under
   * KMS or customer keys the tag has the same form and is something else.
   */
  static Optional<Checksum> md5(String version) {
    return isMd5(version)
        ? Optional.of(new Checksum(ChecksumAlgorithm.MD5, version))
        : Optional.empty();
  }

  private static boolean isMd5(String version) {
    if (version.length() != 2 * ChecksumAlgorithm.MD5.sizeBytes()) {
      return false;
    }
    for (int i = 0; i < version.length(); i++) {
      char c = version.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  /** The same where the answer tells how the object is encrypted. */
  static Optional<Checksum> md5(HttpHeaders answer) {
    return md5(answer, version(answer.value("ETag")));
  }

  /** The same of an answer that has the tag elsewhere than in its headers. */
  static Optional<Checksum> md5(HttpHeaders answer, String version) {
    String encryption = answer.value("x-amz-server-side-encryption");
    boolean plain = encryption == null || encryption.equals("AES256");
    return plain && answer.value("x-amz-server-side-encryption-customer-algorithm") == null
        ? md5(version)
        : Optional.empty();
  }

  /** A tag without its quotes, which not every answer of every server has. */
  static String version(@Nullable String etag) {
    if (etag == null) {
      return "";
    }
    String tag = etag.startsWith("W/") ? etag.substring(2) : etag;
    return tag.length() > 1 && tag.startsWith("\"") && tag.endsWith("\"")
        ? tag.substring(1, tag.length() - 1)
        : tag;
  }

  /** A version as conditions name it. */
  static String etag(String version) {
    return '"' + version + '"';
  }
}
