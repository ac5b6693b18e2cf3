package io.lepton.transfer;

import static io.lepton.transfer.TransferWorld.contents;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.spi.Capability;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.testkit.fault.Fault;
import io.lepton.testkit.fault.FaultPlan;
import io.lepton.testkit.fault.FaultScript;
import io.lepton.testkit.fault.StoreOperation;
import io.lepton.testkit.memory.MemoryProvider;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransferFaultsTest {
  private static final List<Fault> FAULTS =
      List.of(
          Fault.transientError(ErrorKind.RESOURCE_EXHAUSTED),
          Fault.transientError(ErrorKind.TIMED_OUT),
          Fault.permanentError(ErrorKind.UNKNOWN),
          Fault.lostAnswer(),
          Fault.connectionLost(5),
          new Fault.EndEarly(3),
          new Fault.FlipBit(7),
          new Fault.ExpireUpload());

  private final Path folder;

  TransferFaultsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static Transfer small(TransferWorld world) {
    return world.transfer().chunking(new Chunking(64, 128, 50)).build();
  }

  /** As buckets of Cloud Storage that keep what is written to them: parts could not be deleted. */
  @Test
  void whereThePlaceTakesNoPartsALargeObjectIsWrittenWhole() {
    try (TransferWorld world =
        new TransferWorld(folder, new MemoryProvider().without(Capability.SERVER_SIDE_COPY))) {
      try (ObjectStore store = world.sourceStore()) {
        world.put(store, "large", "0123456789".repeat(100));
      }
      FaultScript script = new FaultScript();
      script.on(StoreOperation.START_UPLOAD).then(Fault.permanentError(ErrorKind.UNSUPPORTED));
      TransferResult result = world.faulty(script).run(small(world), event -> {});
      assertThat(result.failures()).isEmpty();
      assertThat(result.warnings()).isEmpty();
      assertThat(result.copied()).isEqualTo(1);
      assertThat(contents(world.target)).isEqualTo(contents(world.source));
    }
  }

  @Test
  void twoHundredSeededRunsLoseNothingAndForgeNothing() {
    for (int seed = 1; seed <= 200; seed++) {
      try (TransferWorld world = new TransferWorld(folder.resolve("seed-" + seed))) {
        world.fillSource(20, 400, seed);
        Map<String, String> before = contents(world.source);
        FaultPlan plan = FaultPlan.seeded(seed, 0.12, EnumSet.allOf(StoreOperation.class), FAULTS);
        for (int attempt = 1; attempt <= 3; attempt++) {
          attempt(world, plan, seed);
        }

        TransferResult last = world.run(small(world));

        assertThat(last.failures()).as("seed %s", seed).isEmpty();
        assertThat(contents(world.target)).as("seed %s", seed).isEqualTo(before);
        assertThat(contents(world.source)).as("source of seed %s", seed).isEqualTo(before);
        try (ObjectStore store = world.targetStore()) {
          assertThat(store.listUploads()).as("orphans of seed %s", seed).isEmpty();
        }
      }
    }
  }

  /** One run under faults: what it leaves is right or named. */
  private static void attempt(TransferWorld world, FaultPlan plan, int seed) {
    Map<String, String> source = contents(world.source);
    Set<String> named;
    try {
      TransferResult result = world.faulty(plan).run(small(world), event -> {});
      named = result.failures().stream().map(TransferFailure::key).collect(Collectors.toSet());
    } catch (CloudException e) {
      named = Set.of("");
    }
    Map<String, String> target = contents(world.target);
    for (Map.Entry<String, String> object : source.entrySet()) {
      if (target.containsKey(object.getKey())) {
        assertThat(target)
            .as("no wrong object, seed %s", seed)
            .containsEntry(object.getKey(), object.getValue());
      } else if (!named.contains("")) {
        assertThat(named).as("missing key is named, seed %s", seed).contains(object.getKey());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = StoreOperation.class,
      names = {"LIST", "READ", "PUT"})
  void onePermissionDeniedIsNamedAndStopsNothingElse(StoreOperation operation) {
    try (TransferWorld world =
        new TransferWorld(folder, new MemoryProvider().without(Capability.SERVER_SIDE_COPY))) {
      world.fillSource(30, 50, 1);
      String victim = operation == StoreOperation.LIST ? "" : "folder-3/object-3";
      FaultScript script = new FaultScript();
      script.on(operation).key(victim).then(Fault.permanentError(ErrorKind.PERMISSION_DENIED));

      TransferResult result = world.faulty(script).run(small(world), event -> {});

      assertThat(result.verified()).isFalse();
      assertThat(result.failures())
          .isNotEmpty()
          .allSatisfy(
              failure -> {
                assertThat(failure.key()).isEqualTo(victim);
                assertThat(failure.kind()).isEqualTo(ErrorKind.PERMISSION_DENIED);
              });
      assertThat(result.copied()).isEqualTo(operation == StoreOperation.LIST ? 0 : 29);
    }
  }

  @Test
  void aListingThatBreaksIsNoEndAndDeletesNothing() {
    try (TransferWorld world = new TransferWorld(folder)) {
      world.fillSource(1500, 5, 2);
      try (ObjectStore target = world.targetStore()) {
        world.put(target, "zzz-extra", "x");
      }
      FaultScript script = new FaultScript();
      script
          .on(StoreOperation.LIST)
          .where(call -> call.place().scheme().equals("old"))
          .from(2)
          .then(Fault.permanentError(ErrorKind.TIMED_OUT));

      TransferResult result =
          world.faulty(script).run(world.transfer().mirror(Mirror.standard()).build(), event -> {});

      assertThat(result.failures()).extracting(TransferFailure::key).contains("");
      assertThat(result.deleted()).isZero();
      assertThat(result.copied()).isEqualTo(1000);
      assertThat(contents(world.target)).containsKey("zzz-extra");
    }
  }

  @Test
  void aSourceThatChangesMeanwhileIsCopiedAnewOrNamed() {
    try (TransferWorld world = new TransferWorld(folder)) {
      try (ObjectStore source = world.sourceStore()) {
        world.put(source, "k", "first");
      }
      FaultScript script = new FaultScript();
      script
          .on(StoreOperation.READ)
          .key("k")
          .first(1)
          .then(
              new Fault.Pause(
                  () -> {
                    try (ObjectStore source = world.sourceStore()) {
                      world.put(source, "k", "second");
                    }
                  }));

      TransferResult result = world.faulty(script).run(small(world), event -> {});

      assertThat(result.failures()).isEmpty();
      assertThat(contents(world.target)).isEqualTo(contents(world.source));
    }
  }

  @Test
  void aSourceThatNeverRestsIsNamed() {
    try (TransferWorld world = new TransferWorld(folder)) {
      try (ObjectStore source = world.sourceStore()) {
        world.put(source, "k", "0");
      }
      FaultScript script = new FaultScript();
      script
          .on(StoreOperation.READ)
          .key("k")
          .then(
              new Fault.Pause(
                  () -> {
                    try (ObjectStore source = world.sourceStore()) {
                      world.put(source, "k", Long.toString(System.nanoTime()));
                    }
                  }));

      TransferResult result = world.faulty(script).run(small(world), event -> {});

      assertThat(result.failures())
          .singleElement()
          .satisfies(
              failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.PRECONDITION_FAILED));
      assertThat(contents(world.target)).isEmpty();
    }
  }

  @Test
  void anotherWriterAtTheTargetIsNotOverwritten() {
    try (TransferWorld world = new TransferWorld(folder)) {
      try (ObjectStore source = world.sourceStore()) {
        world.put(source, "k", "ours");
      }
      FaultScript script = new FaultScript();
      script
          .on(StoreOperation.PUT)
          .first(1)
          .then(
              new Fault.Pause(
                  () -> {
                    try (ObjectStore target = world.targetStore()) {
                      world.put(target, "k", "theirs");
                    }
                  }));

      TransferResult result = world.faulty(script).run(small(world), event -> {});

      assertThat(result.failures())
          .singleElement()
          .satisfies(failure -> assertThat(failure.message()).contains("another writer"));
      try (ObjectStore target = world.targetStore()) {
        world.put(target, "same", "theirs");
      }
      Map<String, String> there = contents(world.target);
      assertThat(there.get("k")).isEqualTo(there.get("same"));
    }
  }

  @Test
  void throttlingOfListingsAndWritesIsWaitedOut() {
    try (TransferWorld world = new TransferWorld(folder)) {
      world.fillSource(100, 50, 3);
      FaultScript script = new FaultScript();
      script
          .on(StoreOperation.LIST)
          .first(3)
          .then(Fault.transientError(ErrorKind.RESOURCE_EXHAUSTED));
      script
          .on(StoreOperation.PUT)
          .first(5)
          .then(Fault.transientError(ErrorKind.RESOURCE_EXHAUSTED));

      TransferResult result = world.faulty(script).run(small(world), event -> {});

      assertThat(result.failures()).isEmpty();
      assertThat(result.copied()).isEqualTo(100);
    }
  }

  @Test
  void aLargeObjectContinuesWithThePartsThatAreThere() {
    try (TransferWorld world = new TransferWorld(folder)) {
      try (ObjectStore source = world.sourceStore()) {
        world.put(source, "large", "0123456789".repeat(100));
      }
      FaultScript script = new FaultScript();
      script
          .on(StoreOperation.PUT_PART)
          .from(11)
          .then(Fault.permanentError(ErrorKind.PERMISSION_DENIED));
      assertThat(world.faulty(script).run(small(world), event -> {}).failed()).isEqualTo(1);

      TransferResult resumed = world.run(small(world));

      assertThat(resumed.failures()).isEmpty();
      assertThat(resumed.bytesRead()).isEqualTo(500);
      assertThat(contents(world.target)).isEqualTo(contents(world.source));
    }
  }

  @Test
  void anInterruptStopsTheRunAndTheNextContinues() throws Exception {
    try (TransferWorld world = new TransferWorld(folder)) {
      world.fillSource(200, 50, 4);
      CountDownLatch reached = new CountDownLatch(1);
      CountDownLatch never = new CountDownLatch(1);
      FaultScript script = new FaultScript();
      script
          .on(StoreOperation.PUT)
          .from(100)
          .then(
              new Fault.Pause(
                  () -> {
                    reached.countDown();
                    never.await();
                  }));
      script.on(StoreOperation.COPY).then(Fault.permanentError(ErrorKind.UNSUPPORTED));
      TransferEngine engine = world.faulty(script);
      CompletableFuture<Throwable> ended = new CompletableFuture<>();
      Thread runner =
          new Thread(
              () -> {
                try {
                  engine.run(small(world), event -> {});
                  ended.completeExceptionally(new AssertionError("the run was not interrupted"));
                } catch (CloudException e) {
                  ended.complete(e);
                }
              });
      runner.start();
      assertThat(reached.await(30, TimeUnit.SECONDS)).isTrue();
      runner.interrupt();

      Throwable error = ended.get(30, TimeUnit.SECONDS);
      assertThat(((CloudException) error).kind()).isEqualTo(ErrorKind.CANCELLED);
      TransferResult resumed = world.run(small(world));
      assertThat(resumed.skipped()).isGreaterThanOrEqualTo(90);
      assertThat(resumed.copied() + resumed.skipped()).isEqualTo(200);
      assertThat(contents(world.target)).isEqualTo(contents(world.source));
    }
  }

  @Test
  void aListenerThatThrowsStopsTheRun() {
    try (TransferWorld world = new TransferWorld(folder)) {
      world.fillSource(10, 50, 5);
      assertThatThrownBy(
              () ->
                  world
                      .engine()
                      .run(
                          small(world),
                          event -> {
                            throw new IllegalStateException("enough");
                          }))
          .hasMessage("enough");
    }
  }
}
