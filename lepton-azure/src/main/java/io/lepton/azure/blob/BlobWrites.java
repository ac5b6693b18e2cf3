package io.lepton.azure.blob;

import io.lepton.azure.blob.BlobErrors.Effect;
import io.lepton.http.HttpHeaders;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.spi.storage.Checksums;
import io.lepton.spi.storage.ContentDigest;
import io.lepton.spi.storage.Crc32cCombiner;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.PutRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whole objects. Small ones are gathered in memory and go as one request, whose digests are known
 * before it is sent. Larger ones stream through as blocks, which nobody sees before they are
 * committed: by then their digests are known too. Thread safe.
 */
final class BlobWrites {
  private static final int GATHERED_BYTES = 4 << 20;
  private static final long BLOCK_BYTES = 64L << 20;
  private static final String TYPE = "x-ms-blob-type";

  private final BlobHttp http;
  private final BlobErrors errors;
  private final BlockSender blocks;

  BlobWrites(BlobHttp http, BlockSender blocks) {
    this.http = http;
    this.errors = http.errors();
    this.blocks = blocks;
  }

  ObjectInfo put(PutRequest request) {
    long size = request.content().sizeBytes();
    if (size > AzureBlobStorage.LIMITS.maxSinglePutBytes()) {
      throw errors
          .of(ErrorKind.INVALID_ARGUMENT, "put", request.key())
          .message(
              size
                  + " bytes are more than one write may carry ("
                  + AzureBlobStorage.LIMITS.maxSinglePutBytes()
                  + "); upload it in parts");
    }
    ObjectMetadata kept = BlobMetadata.kept(request.metadata());
    return size <= GATHERED_BYTES ? putGathered(request, kept) : putStreamed(request, kept);
  }

  private ObjectInfo putGathered(PutRequest request, ObjectMetadata kept) {
    String key = request.key();
    byte[] body = gather(request);
    ByteBuffer bytes = ByteBuffer.wrap(body);
    Checksum crc32c = ContentDigest.of(ChecksumAlgorithm.CRC32C, bytes);
    request
        .checksum()
        .ifPresent(
            expected ->
                checkDigest(
                    key,
                    expected,
                    expected.algorithm() == ChecksumAlgorithm.CRC32C
                        ? crc32c
                        : ContentDigest.of(expected.algorithm(), bytes)));
    StoredDigest digest = digest(Optional.of(crc32c), body.length, kept);
    BlobRequest put = http.blob("PUT", key, "");
    put.body(body);
    put.set(TYPE, "BlockBlob");
    put.set("content-type", BlobMetadata.DEFAULT_TYPE);
    put.set(
        Crc64Header.NAME, Crc64Header.value(ContentDigest.of(ChecksumAlgorithm.CRC64NVME, bytes)));
    BlobMetadata.write(put, kept, digest);
    BlobHttp.demand(put, request.precondition());
    return written(key, digest, kept, http.send("put", key, Effect.COMMIT, put));
  }

  private byte[] gather(PutRequest request) {
    byte[] body = new byte[(int) request.content().sizeBytes()];
    try (SentContent content =
        new SentContent(errors, "put", request.key(), request.content(), Optional.empty())) {
      return content.gather(body);
    } catch (IOException e) {
      throw new IllegalStateException("reading reports its own errors", e);
    }
  }

  private ObjectInfo putStreamed(PutRequest request, ObjectMetadata kept) {
    String key = request.key();
    long size = request.content().sizeBytes();
    Optional<ChecksumAlgorithm> other =
        request
            .checksum()
            .map(Checksum::algorithm)
            .filter(algorithm -> algorithm != ChecksumAlgorithm.CRC32C);
    List<BlockId> staged = new ArrayList<>();
    Checksum crc32c = Checksum.crc32c(0);
    String attempt = BlockId.newUpload();
    try (SentContent content = new SentContent(errors, "put", key, request.content(), other)) {
      for (long rest = size; rest > 0; ) {
        long bytes = Math.min(rest, BLOCK_BYTES);
        BlockId id = BlockId.part(BlockId.Kind.WRITE, attempt, staged.size() + 1, 0, false);
        Checksum piece = blocks.stage("put", key, id, content, bytes);
        crc32c = Crc32cCombiner.combine(crc32c, piece, bytes);
        staged.add(id);
        rest -= bytes;
      }
      Checksum whole = content.checksum().orElse(crc32c);
      request.checksum().ifPresent(expected -> checkDigest(key, expected, whole));
    }
    errors.checkInterrupt("put", key);
    StoredDigest digest = digest(Optional.of(crc32c), size, kept);
    HttpHeaders answer = blocks.commit("put", key, staged, kept, digest, request.precondition());
    return written(key, digest, kept, answer);
  }

  private void checkDigest(String key, Checksum expected, Checksum found) {
    if (!expected.equals(found)) {
      throw errors
          .of(ErrorKind.DATA_CORRUPTED, "put", key)
          .message("the content has " + found + ", not " + expected + "; nothing was written");
    }
  }

  StoredDigest digest(Optional<Checksum> crc32c, long size, ObjectMetadata kept) {
    return new StoredDigest(crc32c, size, http.clock().now(), kept.contentType().isEmpty());
  }

  /** The blob that an answer to a write speaks of. */
  static ObjectInfo written(
      String key, StoredDigest digest, ObjectMetadata kept, HttpHeaders answer) {
    return new ObjectInfo(
        key,
        digest.sizeBytes(),
        BlobHttp.version(answer),
        BlobHttp.lastModified(answer),
        digest.crc32c().map(Checksums::of).orElse(Checksums.none()),
        Optional.of(kept));
  }
}
