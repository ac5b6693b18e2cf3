package io.lepton.azure.blob;

import io.lepton.azure.blob.BlobErrors.Effect;
import io.lepton.http.HttpHeaders;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.spi.storage.CopyRequest;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Copies inside one account: up to 256 MiB in one request (Copy Blob From URL), larger ones as
 * blocks that the service reads from the source (Put Block From URL), so that nothing is visible
 * before all of it is there. The asynchronous Copy Blob is not used: it shows its target while it
 * is being filled. Thread safe.
 */
final class BlobCopies {
  private static final long ONE_REQUEST_BYTES = 256L << 20;
  private static final String SOURCE_RANGE = "x-ms-source-range";
  private static final String SOURCE_IF_MATCH = "x-ms-source-if-match";
  private static final String SYNCHRONOUS = "x-ms-requires-sync";

  private final BlobHttp http;
  private final BlobErrors errors;
  private final BlockSender blocks;
  private final BlobWrites writes;

  BlobCopies(BlobHttp http, BlockSender blocks, BlobWrites writes) {
    this.http = http;
    this.errors = http.errors();
    this.blocks = blocks;
    this.writes = writes;
  }

  /**
   * Copies.
   *
   * @param store that holds the source
   * @param source asked before each request: the right to read it ends, and a copy may last longer
   */
  ObjectInfo copy(CopyRequest request, AzureBlobStore store, Supplier<CopySource> source) {
    String key = request.key();
    ObjectInfo object =
        store
            .stat(request.object().key())
            .orElseThrow(
                () ->
                    errors
                        .of(ErrorKind.NOT_FOUND, "copy", key)
                        .message("the source " + request.object().key() + " does not exist"));
    if (!object.version().equals(request.object().version())) {
      throw errors
          .of(ErrorKind.PRECONDITION_FAILED, "copy", key)
          .message("the source " + object.key() + " is no longer the version that was seen");
    }
    ObjectMetadata kept = BlobMetadata.kept(object.metadata().orElse(ObjectMetadata.none()));
    StoredDigest digest =
        writes.digest(object.checksums().get(ChecksumAlgorithm.CRC32C), object.sizeBytes(), kept);
    HttpHeaders answer;
    try {
      answer =
          object.sizeBytes() <= ONE_REQUEST_BYTES
              ? inOneRequest(request, object, source, kept, digest)
              : asBlocks(request, object, source, kept, digest);
    } catch (CloudException e) {
      throw e.kind() == ErrorKind.NOT_FOUND ? sourceGone(key, object, e) : e;
    }
    return BlobWrites.written(key, digest, kept, answer);
  }

  private CloudException sourceGone(String key, ObjectInfo object, CloudException e) {
    return errors
        .of(ErrorKind.NOT_FOUND, "copy", key)
        .cause(e)
        .message("the source " + object.key() + " or the container is gone");
  }

  private HttpHeaders inOneRequest(
      CopyRequest request,
      ObjectInfo object,
      Supplier<CopySource> source,
      ObjectMetadata kept,
      StoredDigest digest) {
    BlobRequest copy = http.blob("PUT", request.key(), "");
    source.get().into(copy);
    copy.set(SYNCHRONOUS, "true");
    copy.set(SOURCE_IF_MATCH, BlobHttp.quoted(object.version()));
    BlobMetadata.writeUser(copy, kept, digest);
    BlobHttp.demand(copy, request.precondition());
    return http.send("copy", request.key(), Effect.COMMIT, copy);
  }

  private HttpHeaders asBlocks(
      CopyRequest request,
      ObjectInfo object,
      Supplier<CopySource> source,
      ObjectMetadata kept,
      StoredDigest digest) {
    String key = request.key();
    String attempt = BlockId.newUpload();
    List<BlockId> staged = new ArrayList<>();
    for (long offset = 0; offset < object.sizeBytes(); offset += ONE_REQUEST_BYTES) {
      errors.checkInterrupt("copy", key);
      BlockId id = BlockId.part(BlockId.Kind.WRITE, attempt, staged.size() + 1, 0, false);
      long last = Math.min(object.sizeBytes(), offset + ONE_REQUEST_BYTES) - 1;
      BlobRequest block =
          http.blob("PUT", key, "?comp=block&blockid=" + BlobNames.encodeQuery(id.toString()));
      source.get().into(block);
      block.set(SOURCE_RANGE, "bytes=" + offset + "-" + last);
      block.set(SOURCE_IF_MATCH, BlobHttp.quoted(object.version()));
      http.send("copy", key, Effect.REPEATABLE, block);
      staged.add(id);
    }
    return blocks.commit("copy", key, staged, kept, digest, request.precondition());
  }
}
