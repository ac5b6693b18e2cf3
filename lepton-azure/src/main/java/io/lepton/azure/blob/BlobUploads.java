package io.lepton.azure.blob;

import io.lepton.azure.blob.BlobErrors.Effect;
import io.lepton.http.HttpHeaders;
import io.lepton.http.HttpResponse;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.Crc32cCombiner;
import io.lepton.spi.storage.MultipartUpload;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.Precondition;
import io.lepton.spi.storage.UploadedPart;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.xml.stream.XMLStreamException;

/**
 * Multipart uploads, made of what the service has: uncommitted blocks of a key.
 *
 * <p>An upload exists as long as its header blocks do, which carry its metadata. A part is a block
 * whose id names upload, number and attempt; of several attempts the latest counts. The blocks of
 * an upload end with the upload, and with every other write to the key (Put Blob, and the commit of
 * another upload), for the service then discards them; then it is NOT_FOUND.
 *
 * <p>The service cannot discard blocks alone. Giving an upload up therefore stages a block that
 * says so and replaces each part by one byte; these rests expire a week after the last block.
 *
 * <p>Whether an upload exists is asked at its first part in this store and when it is completed,
 * not for every part: a part that is staged after another process ended the upload is stored in
 * vain, and expires. Thread safe.
 */
final class BlobUploads {
  private static final int REMEMBERED = 10_000;

  /** More parts than a process that was killed may have on the way, to land later than ours. */
  private static final int OTHERS_ON_THE_WAY = 1 << 16;

  private final BlobHttp http;
  private final BlobErrors errors;
  private final BlockSender blocks;
  private final BlobWrites writes;
  private final BlobListing listing;

  /** Uploads seen alive here, with their sequences; and those that ended here, with empty. */
  private final Map<MultipartUpload, Optional<AtomicInteger>> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(
            Map.Entry<MultipartUpload, Optional<AtomicInteger>> eldest) {
          return size() > REMEMBERED;
        }
      };

  BlobUploads(BlobHttp http, BlockSender blocks, BlobWrites writes, BlobListing listing) {
    this.http = http;
    this.errors = http.errors();
    this.blocks = blocks;
    this.writes = writes;
    this.listing = listing;
  }

  MultipartUpload start(String key, ObjectMetadata metadata) {
    MultipartUpload upload = new MultipartUpload(key, BlockId.newUpload());
    List<BlockId> header;
    try {
      header = UploadHeader.blocks(upload.id(), BlobMetadata.kept(metadata));
    } catch (IllegalArgumentException e) {
      throw errors
          .of(ErrorKind.INVALID_ARGUMENT, "start upload", key)
          .cause(e)
          .message("there is more metadata than the service keeps (8 KiB)");
    }
    // The first one last: until it is there, nobody takes the upload for started.
    for (int i = header.size() - 1; i >= 0; i--) {
      blocks.mark("start upload", key, header.get(i));
    }
    remember(upload, Optional.of(new AtomicInteger()));
    return upload;
  }

  UploadedPart put(MultipartUpload upload, int number, ObjectContent content) {
    String key = upload.key();
    int sequence = alive(upload).incrementAndGet();
    long size = content.sizeBytes();
    if (size > AzureBlobStorage.LIMITS.maxPartSizeBytes()) {
      throw errors
          .of(ErrorKind.INVALID_ARGUMENT, "put part", key)
          .message(size + " bytes are more than one part may have");
    }
    BlockId id = BlockId.part(BlockId.Kind.PART, upload.id(), number, sequence, size == 0);
    Checksum crc32c = Checksum.crc32c(0);
    try (SentContent sent = new SentContent(errors, "put part", key, content, Optional.empty())) {
      if (size == 0) {
        sent.checkEmpty();
        blocks.mark("put part", key, id);
      } else {
        crc32c = blocks.stage("put part", key, id, sent, size);
      }
    }
    return new UploadedPart(number, size, id.toString(), Optional.of(crc32c));
  }

  private AtomicInteger alive(MultipartUpload upload) {
    Optional<AtomicInteger> sequence;
    synchronized (known) {
      sequence = known.get(upload);
    }
    if (sequence == null) {
      int last = existing("put part", upload).lastSequence();
      AtomicInteger found = new AtomicInteger(last + OTHERS_ON_THE_WAY);
      synchronized (known) {
        Optional<AtomicInteger> other = known.putIfAbsent(upload, Optional.of(found));
        sequence = other == null ? Optional.of(found) : other;
      }
    }
    return sequence.orElseThrow(() -> gone("put part", upload));
  }

  private void remember(MultipartUpload upload, Optional<AtomicInteger> sequence) {
    synchronized (known) {
      known.put(upload, sequence);
    }
  }

  List<UploadedPart> parts(MultipartUpload upload) {
    return existing("list parts", upload).parts();
  }

  ObjectInfo complete(MultipartUpload upload, List<UploadedPart> parts, Precondition precondition) {
    String key = upload.key();
    StagedUpload staged = existing("complete upload", upload);
    List<UploadedPart> ordered = new ArrayList<>(parts);
    ordered.sort(Comparator.comparingInt(UploadedPart::number));
    List<BlockId> ids = new ArrayList<>();
    long size = 0;
    for (UploadedPart part : ordered) {
      StagedUpload.Part there = checked(key, staged, part);
      if (!there.id().empty()) {
        ids.add(there.id());
      }
      size += there.sizeBytes();
    }
    checkNumbers(key, ordered);
    ObjectMetadata kept = staged.metadata();
    StoredDigest digest = writes.digest(Crc32cCombiner.whole(ordered), size, kept);
    HttpHeaders answer;
    try {
      answer = blocks.commit("complete upload", key, ids, kept, digest, precondition);
    } catch (CloudException e) {
      throw e.kind() == ErrorKind.INVALID_ARGUMENT ? vanished(upload, e) : e;
    }
    remember(upload, Optional.empty());
    return BlobWrites.written(key, digest, kept, answer);
  }

  /** A block list that is refused although it was right a moment ago: the blocks are gone. */
  private CloudException vanished(MultipartUpload upload, CloudException refused) {
    return uploads("complete upload", upload.key()).containsKey(upload.id())
        ? refused
        : gone("complete upload", upload);
  }

  private StagedUpload.Part checked(String key, StagedUpload staged, UploadedPart part) {
    return staged
        .part(part.number())
        .filter(
            there ->
                there.id().toString().equals(part.etag()) && there.sizeBytes() == part.sizeBytes())
        .orElseThrow(
            () ->
                errors
                    .of(ErrorKind.INVALID_ARGUMENT, "complete upload", key)
                    .message("part " + part.number() + " is missing or is not what was written"));
  }

  private void checkNumbers(String key, List<UploadedPart> parts) {
    Set<Integer> numbers = new HashSet<>();
    if (parts.isEmpty() || !parts.stream().allMatch(part -> numbers.add(part.number()))) {
      throw errors
          .of(ErrorKind.INVALID_ARGUMENT, "complete upload", key)
          .message("an object is made of at least one part, and of each only once");
    }
  }

  void abort(MultipartUpload upload) {
    StagedUpload staged = uploads("abort upload", upload.key()).get(upload.id());
    remember(upload, Optional.empty());
    if (staged != null) {
      blocks.mark("abort upload", upload.key(), BlockId.end(upload.id()));
      for (BlockId part : staged.blocks()) {
        errors.checkInterrupt("abort upload", upload.key());
        blocks.mark("abort upload", upload.key(), part);
      }
    }
  }

  /** Uploads of keys that hold no object yet; see {@link #ofKey} for the others. */
  List<MultipartUpload> list() {
    List<MultipartUpload> found = new ArrayList<>();
    listing.emptyKeys().forEach(key -> found.addAll(ofKey(key)));
    return found;
  }

  List<MultipartUpload> ofKey(String key) {
    return uploads("list uploads", key).keySet().stream()
        .sorted()
        .map(id -> new MultipartUpload(key, id))
        .toList();
  }

  private StagedUpload existing(String operation, MultipartUpload upload) {
    StagedUpload staged = uploads(operation, upload.key()).get(upload.id());
    if (staged == null) {
      throw gone(operation, upload);
    }
    return staged;
  }

  private CloudException gone(String operation, MultipartUpload upload) {
    return errors
        .of(ErrorKind.NOT_FOUND, operation, upload.key())
        .message(
            "there is no upload "
                + upload.id()
                + "; it was completed or given up, has expired, or ended when something else was"
                + " written to the key");
  }

  private Map<String, StagedUpload> uploads(String operation, String key) {
    try (HttpResponse response =
            http.open(
                operation,
                key,
                http.blob("GET", key, "?comp=blocklist&blocklisttype=uncommitted"));
        InputStream body = response.stream()) {
      return StagedUpload.among(XmlListing.readBlocks(body));
    } catch (XMLStreamException | IOException e) {
      throw errors.unanswered(operation, key, Effect.REPEATABLE, e);
    } catch (CloudException e) {
      boolean missing = e.kind() == ErrorKind.NOT_FOUND && !BlobErrors.isOfContainer(e);
      if (missing || BlobErrors.isOfOtherBlobs(e)) {
        return Map.of();
      }
      throw e;
    }
  }
}
