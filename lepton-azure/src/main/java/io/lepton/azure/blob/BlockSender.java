package io.lepton.azure.blob;

import io.lepton.azure.blob.BlobErrors.Effect;
import io.lepton.http.HttpHeaders;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.Precondition;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Stages blocks and commits them. Thread safe. */
final class BlockSender {
  private static final byte[] MARK = {'0'};

  private final BlobHttp http;
  private final BlobErrors errors;

  BlockSender(BlobHttp http) {
    this.http = http;
    this.errors = http.errors();
  }

  /**
   * Stages a piece of content, whose digest is compared with the service's.
   *
   * @return the CRC32C of the piece
   */
  Checksum stage(String operation, String key, BlockId id, SentContent content, long bytes) {
    SentContent.Piece piece = content.piece(bytes);
    BlobRequest request = request(key, id);
    request.body(piece);
    HttpHeaders answer;
    try {
      answer = http.send(operation, key, Effect.REPEATABLE, request);
    } catch (CloudException e) {
      throw content.failure().orElse(e);
    }
    if (!piece.complete() || !Crc64Header.agrees(answer, piece.crc64())) {
      throw errors
          .of(ErrorKind.DATA_CORRUPTED, operation, key)
          .retryable()
          .message("the service has other bytes than were sent; they were not used");
    }
    return piece.crc32c();
  }

  /** Stages a block whose id says all. The service takes no empty blocks. */
  void mark(String operation, String key, BlockId id) {
    BlobRequest request = request(key, id);
    request.body(MARK);
    http.send(operation, key, Effect.REPEATABLE, request);
  }

  private BlobRequest request(String key, BlockId id) {
    BlobRequest request =
        http.blob("PUT", key, "?comp=block&blockid=" + BlobNames.encodeQuery(id.toString()));
    request.set("content-type", BlobMetadata.DEFAULT_TYPE);
    return request;
  }

  /** Makes the blob consist of exactly these blocks. */
  HttpHeaders commit(
      String operation,
      String key,
      List<BlockId> blocks,
      ObjectMetadata kept,
      StoredDigest digest,
      Precondition precondition) {
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList>");
    for (BlockId block : blocks) {
      xml.append("<Uncommitted>").append(block).append("</Uncommitted>");
    }
    xml.append("</BlockList>");
    BlobRequest request = http.blob("PUT", key, "?comp=blocklist");
    request.body(xml.toString().getBytes(StandardCharsets.UTF_8));
    request.set("content-type", "application/xml");
    BlobMetadata.write(request, kept, digest);
    BlobHttp.demand(request, precondition);
    return http.send(operation, key, Effect.COMMIT, request);
  }
}
