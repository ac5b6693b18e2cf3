package io.lepton.azure.blob;

import io.lepton.azure.blob.XmlListing.Block;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.UploadedPart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** An upload as the uncommitted blocks of its key tell it. Not thread safe. */
final class StagedUpload {
  private static final Comparator<Part> LATER =
      Comparator.<Part>comparingInt(part -> part.id().sequence())
          .thenComparingLong(part -> part.id().attempt());

  /** A staged part: a block and the size of its content. */
  record Part(BlockId id, long sizeBytes) {}

  private final NavigableMap<Integer, Part> latest = new TreeMap<>();
  private final List<BlockId> blocks = new ArrayList<>();
  private final NavigableMap<Integer, byte[]> header = new TreeMap<>();
  private int headerCount = -1;
  private int lastSequence;
  private boolean ended;

  private StagedUpload() {}

  /**
   * The uploads among a key's uncommitted blocks, by name; those that were given up are left out.
   */
  static Map<String, StagedUpload> among(List<Block> blocks) {
    Map<String, StagedUpload> uploads = new LinkedHashMap<>();
    for (Block block : blocks) {
      Optional<BlockId> own = BlockId.parse(block.name());
      if (own.isPresent() && own.get().kind() != BlockId.Kind.WRITE) {
        uploads
            .computeIfAbsent(own.get().upload(), name -> new StagedUpload())
            .add(own.get(), block.sizeBytes());
      }
    }
    uploads.values().removeIf(upload -> !upload.alive());
    return new HashMap<>(uploads);
  }

  private void add(BlockId id, long size) {
    switch (id.kind()) {
      case HEADER -> {
        header.put(id.headerIndex(), id.headerPiece());
        headerCount = id.headerCount();
      }
      case PART -> {
        lastSequence = Math.max(lastSequence, id.sequence());
        latest.merge(
            id.number(),
            new Part(id, id.empty() ? 0 : size),
            (one, two) -> LATER.compare(one, two) >= 0 ? one : two);
        blocks.add(id);
      }
      case END -> ended = true;
      case WRITE -> {}
    }
  }

  private boolean alive() {
    return !ended && header.size() == headerCount;
  }

  ObjectMetadata metadata() {
    return UploadHeader.join(new ArrayList<>(header.values()));
  }

  /** The highest sequence among the parts, 0 when there are none. */
  int lastSequence() {
    return lastSequence;
  }

  /** Every block that holds content, superseded ones too. */
  List<BlockId> blocks() {
    return blocks;
  }

  Optional<Part> part(int number) {
    return Optional.ofNullable(latest.get(number));
  }

  List<UploadedPart> parts() {
    return latest.entrySet().stream()
        .map(
            entry ->
                new UploadedPart(
                    entry.getKey(),
                    entry.getValue().sizeBytes(),
                    entry.getValue().id().toString(),
                    Optional.empty()))
        .toList();
  }
}
