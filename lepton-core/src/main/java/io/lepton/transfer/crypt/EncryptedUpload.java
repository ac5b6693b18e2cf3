package io.lepton.transfer.crypt;

import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.spi.storage.Crc32cCombiner;
import io.lepton.spi.storage.MultipartUpload;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.UploadedPart;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A multipart upload of cipher text. Its id carries the envelope and the part size beside the id of
 * the store below, so that another process can go on with it.
 *
 * @param below the upload of the store below
 * @param envelope of the object
 * @param partBytes plain bytes of every part but the last
 * @param sent the parts that this process sent
 */
record EncryptedUpload(
    MultipartUpload below, Envelope envelope, long partBytes, Map<Integer, Sent> sent) {
  private static final String MARK = "lepton1:";

  /**
   * A part as it was sent.
   *
   * @param part as the store below described it
   * @param plainBytes its plain length
   * @param plainCrc32c of its plain bytes
   */
  record Sent(UploadedPart part, long plainBytes, long plainCrc32c) {}

  static EncryptedUpload of(MultipartUpload below, Envelope envelope, long partBytes) {
    return new EncryptedUpload(below, envelope, partBytes, new ConcurrentHashMap<>());
  }

  /** Reads an id that {@link #named} made; null for one of the store below. */
  static @Nullable EncryptedUpload parse(MultipartUpload upload) {
    int end = upload.id().indexOf(':', MARK.length());
    if (!upload.id().startsWith(MARK) || end < 0) {
      return null;
    }
    ByteBuffer bytes =
        ByteBuffer.wrap(Base64.getUrlDecoder().decode(upload.id().substring(MARK.length(), end)));
    long partBytes = bytes.getLong();
    Envelope envelope = Envelope.parse(bytes);
    return envelope == null
        ? null
        : of(
            new MultipartUpload(upload.key(), upload.id().substring(end + 1)), envelope, partBytes);
  }

  /** The upload as callers know it. */
  MultipartUpload named() {
    byte[] bytes =
        ByteBuffer.allocate(Long.BYTES + Envelope.SIZE_BYTES)
            .putLong(partBytes)
            .put(envelope.bytes())
            .array();
    return new MultipartUpload(
        below.key(),
        MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + ":" + below.id());
  }

  long firstChunk(int part) {
    return (part - 1) * partBytes / Chunks.PLAIN_BYTES;
  }

  /** Plain length of a part of {@code cipherBytes}. */
  long plainBytes(int part, long cipherBytes) {
    long plain = Chunks.plainBytesOf(cipherBytes - (part == 1 ? Envelope.SIZE_BYTES : 0));
    return Math.max(0, plain);
  }

  /**
   * The digest of the plain content, when this process sent every part and what the store holds is
   * what it sent; empty when that is not known.
   */
  OptionalLong plainCrc32c(List<UploadedPart> parts, ObjectInfo stored) {
    long plain = 0;
    long cipher = 0;
    for (UploadedPart part : parts) {
      Sent known = sent.get(part.number());
      if (known == null || known.part().checksum().isEmpty()) {
        return OptionalLong.empty();
      }
      plain = Crc32cCombiner.combine(plain, known.plainCrc32c(), known.plainBytes());
      cipher =
          Crc32cCombiner.combine(
              cipher,
              Long.parseLong(known.part().checksum().orElseThrow().hex(), 16),
              known.part().sizeBytes());
    }
    return stored
            .checksums()
            .get(ChecksumAlgorithm.CRC32C)
            .equals(Optional.of(Checksum.crc32c(cipher)))
        ? OptionalLong.of(plain)
        : OptionalLong.empty();
  }
}
