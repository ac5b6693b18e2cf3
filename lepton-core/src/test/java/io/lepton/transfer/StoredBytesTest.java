package io.lepton.transfer;

import static io.lepton.transfer.TransferWorld.contents;
import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.local.LocalProvider;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.storage.CopyRequest;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.PutRequest;
import io.lepton.testkit.fault.Fault;
import io.lepton.testkit.fault.FaultScript;
import io.lepton.testkit.fault.FaultyProvider;
import io.lepton.testkit.fault.StoreOperation;
import io.lepton.testkit.memory.MemoryProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the target holds is judged by its bytes, not by its size and not by a store's success. */
class StoredBytesTest {
  private final Path folder;

  StoredBytesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void theRightSizeIsNotEnoughWhereNeitherSideKnowsADigest() throws IOException {
    Path from = Files.createDirectories(folder.resolve("from"));
    Path to = Files.createDirectories(folder.resolve("to"));
    Files.writeString(from.resolve("k"), "real");
    Files.writeString(to.resolve("k"), "\0\0\0\0");
    Files.writeString(from.resolve("same"), "same");
    Files.writeString(to.resolve("same"), "same");
    try (ObjectStores stores =
        new ObjectStores(
            List.of(new LocalProvider()), new ProviderConfig(Map.of(), folder.resolve("home")))) {
      Transfer transfer =
          Transfer.from(Place.file(from))
              .to(Place.file(to))
              .incremental()
              .state(folder.resolve("state"))
              .build();

      TransferResult result = new TransferEngine(stores).run(transfer, event -> {});

      assertThat(result.copied()).isEqualTo(1);
      assertThat(result.skipped()).isEqualTo(1);
    }
    assertThat(to.resolve("k")).hasContent("real");
  }

  /** A store that takes everything, keeps zeros of the same length and says that all is well. */
  private static CloudProvider forgetful(CloudProvider real) {
    return AnsweredStore.provider(
        real,
        store ->
            (arguments, answering) -> {
              Object answer = answering.answer();
              return answer instanceof ObjectInfo stored ? zeros(store, stored) : answer;
            });
  }

  private static ObjectInfo zeros(ObjectStore store, ObjectInfo stored) {
    return store.put(
        PutRequest.of(stored.key(), ObjectContent.of(new byte[(int) stored.sizeBytes()])));
  }

  @ParameterizedTest
  @ValueSource(ints = {30, 100, 3000})
  void aStoreThatKeptOtherBytesAndSaidNothingIsFoundOutAndTheyGo(int size) {
    try (TransferWorld world = new TransferWorld(folder)) {
      try (ObjectStore source = world.sourceStore()) {
        world.put(source, "k", "x".repeat(size));
      }

      TransferResult result =
          world
              .engine(world.source, forgetful(world.target))
              .run(world.transfer().chunking(new Chunking(64, 128, 50)).build(), event -> {});

      assertThat(result.verified()).isFalse();
      assertThat(result.failures())
          .singleElement()
          .satisfies(
              failure -> {
                assertThat(failure.key()).isEqualTo("k");
                assertThat(failure.kind()).isEqualTo(ErrorKind.DATA_CORRUPTED);
              });
      assertThat(contents(world.target)).isEmpty();
      assertThat(contents(world.source)).containsOnlyKeys("k");
    }
  }

  /** A store that looks at nothing of what it is sent and says that all is well. */
  private static CloudProvider takesNothing(CloudProvider real) {
    return AnsweredStore.provider(
        real,
        store ->
            (arguments, answering) ->
                arguments.length > 0 && arguments[0] instanceof PutRequest put
                    ? store.put(
                        PutRequest.of(
                            put.key(), ObjectContent.of(new byte[(int) put.content().sizeBytes()])))
                    : answering.answer());
  }

  @ParameterizedTest
  @ValueSource(ints = {30, 100})
  void aStoreThatReadNothingAndSaidThatAllIsWellIsFoundOutAndItsObjectGoes(int size) {
    try (TransferWorld world = new TransferWorld(folder)) {
      try (ObjectStore source = world.sourceStore()) {
        world.put(source, "k", "x".repeat(size));
      }

      TransferResult result =
          world
              .engine(world.source, takesNothing(world.target))
              .run(world.transfer().chunking(new Chunking(64, 128, 50)).build(), event -> {});

      assertThat(result.failures())
          .extracting(TransferFailure::kind)
          .containsExactly(ErrorKind.DATA_CORRUPTED);
      assertThat(contents(world.target)).isEmpty();
    }
  }

  /** As {@link #forgetful}, but only of what it is to copy itself. */
  private static CloudProvider copiesWrongly(CloudProvider real) {
    return AnsweredStore.provider(
        real,
        store ->
            (arguments, answering) -> {
              Object answer = answering.answer();
              return arguments.length > 0 && arguments[0] instanceof CopyRequest
                  ? zeros(store, (ObjectInfo) answer)
                  : answer;
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {30, 100, 3000})
  void aCopyInsideTheCloudThatHasOtherBytesIsReplacedByOneThroughThisProcess(int size) {
    isReplaced(size, new FaultScript());
  }

  @ParameterizedTest
  @ValueSource(ints = {30, 100, 3000})
  void norDoesItStayWhereTheSourceWasReadWronglyAtFirst(int size) {
    FaultScript script = new FaultScript();
    script.on(StoreOperation.READ).first(1).then(new Fault.FlipBit(7));
    isReplaced(size, script);
  }

  private void isReplaced(int size, FaultScript script) {
    MemoryProvider cloud = new MemoryProvider();
    try (TransferWorld world = new TransferWorld(folder);
        ObjectStore source = cloud.store("mem://a/")) {
      world.put(source, "k", "x".repeat(size));
      Transfer inside =
          Transfer.from("mem://a/")
              .to("mem://b/")
              .state(folder.resolve("state"))
              .chunking(new Chunking(64, 128, 50))
              .retries(new Retries(1, Duration.ofMillis(1), Duration.ofMillis(1)))
              .build();

      TransferResult result =
          world.engine(FaultyProvider.of(copiesWrongly(cloud), script)).run(inside, event -> {});

      assertThat(result.failures()).isEmpty();
      assertThat(cloud.object("b", "k").bytes()).isEqualTo(cloud.object("a", "k").bytes());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {30, 100, 3000})
  void aBitThatFlipsOnTheWayIsFoundOutByTheDigestOfTheSource(int size) {
    try (TransferWorld world = new TransferWorld(folder)) {
      try (ObjectStore source = world.sourceStore()) {
        world.put(source, "once", "x".repeat(size));
        world.put(source, "always", "x".repeat(size));
      }
      FaultScript script = new FaultScript();
      script.on(StoreOperation.READ).key("once").first(1).then(new Fault.FlipBit(77));
      script.on(StoreOperation.READ).key("always").then(new Fault.FlipBit(77));

      TransferResult result =
          world
              .faulty(script)
              .run(world.transfer().chunking(new Chunking(64, 128, 50)).build(), event -> {});

      assertThat(result.failures())
          .singleElement()
          .satisfies(
              failure -> {
                assertThat(failure.key()).isEqualTo("always");
                assertThat(failure.kind()).isEqualTo(ErrorKind.DATA_CORRUPTED);
              });
      assertThat(contents(world.target)).containsOnlyKeys("once");
      assertThat(world.target.object("data", "once").bytes())
          .isEqualTo(world.source.object("data", "once").bytes());
    }
  }
}
