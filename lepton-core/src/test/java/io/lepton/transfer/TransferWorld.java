package io.lepton.transfer;

import io.lepton.event.LeptonEvent;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.PutRequest;
import io.lepton.testkit.fault.FaultPlan;
import io.lepton.testkit.fault.FaultyProvider;
import io.lepton.testkit.memory.MemoryObject;
import io.lepton.testkit.memory.MemoryProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Two clouds in memory, {@code old://data/} and {@code new://data/}, and an engine between them.
 */
final class TransferWorld implements AutoCloseable {
  static final Retries QUICK = new Retries(6, Duration.ofMillis(1), Duration.ofMillis(2));

  final MemoryProvider source;
  final MemoryProvider target;
  final List<LeptonEvent> events = Collections.synchronizedList(new ArrayList<>());
  private final Path folder;
  private final List<ObjectStores> opened = new ArrayList<>();

  TransferWorld(Path folder) {
    this(folder, new MemoryProvider());
  }

  TransferWorld(Path folder, MemoryProvider targetLike) {
    this(folder, new MemoryProvider(), targetLike);
  }

  TransferWorld(Path folder, MemoryProvider sourceLike, MemoryProvider targetLike) {
    this.folder = folder;
    this.source = sourceLike.named("old");
    this.target = targetLike.named("new");
  }

  ObjectStore sourceStore() {
    return source.store("old://data/");
  }

  ObjectStore targetStore() {
    return target.store("new://data/");
  }

  void put(ObjectStore store, String key, byte[] content) {
    store.put(PutRequest.of(key, ObjectContent.of(content)));
  }

  void put(ObjectStore store, String key, String content) {
    store.put(PutRequest.of(key, ObjectContent.of(content)));
  }

  void put(ObjectStore store, String key, String content, ObjectMetadata metadata) {
    store.put(PutRequest.of(key, ObjectContent.of(content)).metadata(metadata));
  }

  void put(ObjectStore store, String key, byte[] content, ObjectMetadata metadata) {
    store.put(PutRequest.of(key, ObjectContent.of(content)).metadata(metadata));
  }

  /** {@code count} objects of up to {@code largest} bytes, reproducible. */
  void fillSource(int count, int largest, long seed) {
    Random random = new Random(seed);
    try (ObjectStore store = sourceStore()) {
      for (int i = 0; i < count; i++) {
        byte[] content = new byte[random.nextInt(largest + 1)];
        random.nextBytes(content);
        put(store, "folder-" + i % 7 + "/object-" + i, content);
      }
    }
  }

  /** Copies everything past the engine, as another tool would. */
  void copyByHand() {
    try (ObjectStore store = targetStore()) {
      source.snapshot("data").forEach((key, object) -> put(store, key, object.bytes()));
    }
  }

  Transfer.Builder transfer() {
    return Transfer.from("old://data/")
        .to("new://data/")
        .state(folder.resolve("state"))
        .parallelism(4)
        .retries(QUICK);
  }

  TransferEngine engine() {
    return engine(source, target);
  }

  TransferEngine faulty(FaultPlan plan) {
    return engine(FaultyProvider.of(source, plan), FaultyProvider.of(target, plan));
  }

  TransferEngine engine(CloudProvider... providers) {
    ObjectStores stores =
        new ObjectStores(List.of(providers), new ProviderConfig(Map.of(), folder.resolve("home")));
    opened.add(stores);
    return new TransferEngine(stores);
  }

  TransferResult run(Transfer transfer) {
    return engine().run(transfer, events::add);
  }

  /** Content and metadata by key, as texts that compare by value. */
  static Map<String, String> contents(MemoryProvider provider) {
    Map<String, String> contents = new LinkedHashMap<>();
    for (Map.Entry<String, MemoryObject> entry : provider.snapshot("data").entrySet()) {
      contents.put(
          entry.getKey(),
          HexFormat.of().formatHex(entry.getValue().bytes())
              + " "
              + entry.getValue().info().metadata());
    }
    return contents;
  }

  @Override
  public void close() {
    opened.forEach(ObjectStores::close);
  }
}
