package io.lepton.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.CloudProvider;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.ListPage;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.testkit.fault.Fault;
import io.lepton.testkit.fault.FaultPlan;
import io.lepton.testkit.fault.FaultScript;
import io.lepton.testkit.fault.FaultyProvider;
import io.lepton.testkit.fault.StoreOperation;
import io.lepton.testkit.memory.MemoryProvider;
import io.lepton.transfer.crypt.Keysets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metadata that alone changed, where a listing does not tell it. */
class UntoldMetadataTest {
  private static final Duration LONG_AGO = Duration.ofHours(-3);
  private static final String JUST_NOW = "just now";
  private static final ObjectMetadata RED = type("image/red");
  private static final ObjectMetadata BLUE = type("image/blue");

  private final Path folder;
  private final TransferWorld world;
  private FaultPlan faults = FaultPlan.none();
  private Duration sourceDates = Duration.ZERO;
  private boolean wholeSeconds;
  private int states;

  UntoldMetadataTest(@TempDir Path folder) {
    this.folder = folder;
    this.world =
        new TransferWorld(
            folder,
            new MemoryProvider().versionedByContent(),
            new MemoryProvider().versionedByContent());
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static ObjectMetadata type(String type) {
    return new ObjectMetadata(Map.of("content-type", type), Map.of(), Map.of());
  }

  private void source(String key, String content, ObjectMetadata metadata) {
    try (ObjectStore store = world.sourceStore()) {
      world.put(store, key, content, metadata);
    }
  }

  private Optional<ObjectMetadata> atTarget(String key) {
    return world.target.object("data", key).info().metadata();
  }

  private void forgetAll() {
    states++;
  }

  private Transfer.Builder transfer() {
    return world.transfer().state(folder.resolve("state-" + states));
  }

  /** A result with the descriptions that were asked for. */
  private record Run(TransferResult result, long stats) {}

  private Run run(Transfer transfer) {
    FaultyProvider source = FaultyProvider.of(dated(world.source), FaultPlan.none());
    FaultyProvider target = FaultyProvider.of(world.target, faults);
    TransferResult result = world.engine(source, target).run(transfer, world.events::add);
    assertThat(result.failures()).isEmpty();
    return new Run(result, source.calls(StoreOperation.STAT) + target.calls(StoreOperation.STAT));
  }

  private Run run() {
    return run(transfer().build());
  }

  private void isEqualWithoutALook() {
    Run run = run();
    assertThat(run.result().copied()).isZero();
    assertThat(run.stats()).isZero();
  }

  private CloudProvider dated(MemoryProvider real) {
    return new AlteredProvider(
        real,
        (request, page) ->
            new ListPage(
                page.objects().stream().map(this::dated).toList(), page.skipped(), page.next()));
  }

  private ObjectInfo dated(ObjectInfo object) {
    return new ObjectInfo(
        object.key(),
        object.sizeBytes(),
        object.version(),
        object
            .lastModified()
            .plus(object.key().equals(JUST_NOW) ? Duration.ZERO : sourceDates)
            .truncatedTo(wholeSeconds ? ChronoUnit.SECONDS : ChronoUnit.NANOS),
        object.checksums(),
        object.metadata());
  }

  @Test
  void itArrivesAndIsNotCopiedAgain() {
    source("k", "same", RED);
    source("other", "same", RED);
    run();
    source("k", "same", BLUE);

    TransferEstimate estimate =
        world.engine(dated(world.source), world.target).estimate(transfer().build());
    Run second = run();

    assertThat(second.result().copied()).isEqualTo(1);
    assertThat(second.stats()).isEqualTo(2);
    assertThat(atTarget("k")).contains(BLUE);
    assertThat(estimate.objectsToCompare()).isEqualTo(1);
    assertThat(estimate.bytesToCompare()).isZero();
    assertThat(estimate.objectsToKeep()).isEqualTo(1);
    isEqualWithoutALook();
  }

  @Test
  void aDryRunTellsItAndTheEstimateItsRequests() {
    source("k", "same", RED);
    run();
    source("k", "same", BLUE);
    assertThat(run(transfer().dryRun().build()).result().copied()).isEqualTo(1);
    assertThat(atTarget("k")).contains(RED);
    source("k", "same", RED);

    TransferEstimate estimate =
        world.engine(dated(world.source), world.target).estimate(transfer().build());
    Run second = run();

    assertThat(second.result().copied()).isZero();
    assertThat(second.result().requests()).isEqualTo(estimate.requests());
    isEqualWithoutALook();
    isEqualWithoutALook();
  }

  @Test
  void itArrivesThoughTheClockOfTheSourceIsMinutesBehind() {
    sourceDates = Duration.ofMinutes(-20);
    wholeSeconds = true;
    source("k", "same", RED);
    run();
    isEqualWithoutALook();
    sourceDates = Duration.ofMinutes(-20).plusSeconds(2);
    source("k", "same", BLUE);

    assertThat(run().result().copied()).isEqualTo(1);
    assertThat(atTarget("k")).contains(BLUE);
    isEqualWithoutALook();
  }

  @Test
  void whatWasModifiedBeforeAnotherToolCopiedItIsNotLookedAt() {
    sourceDates = Duration.ofSeconds(-1);
    source("k", "same", RED);
    world.copyByHand();

    isEqualWithoutALook();
    isEqualWithoutALook();
  }

  @Test
  void whatWasModifiedAfterAnotherToolCopiedItIsLookedAtOnce() {
    sourceDates = Duration.ofSeconds(1);
    source("k", "same", ObjectMetadata.none());
    world.copyByHand();

    Run first = run();

    assertThat(first.result().copied()).isZero();
    assertThat(first.stats()).isEqualTo(2);
    isEqualWithoutALook();
    isEqualWithoutALook();
  }

  /** As where the copy took hours, or its metadata was set anew at the target since. */
  @Test
  void whatTheJournalKnowsGoesBeforeTheDateOfTheCopy() {
    sourceDates = LONG_AGO;
    source("k", "same", RED);
    source(JUST_NOW, "same", RED); // for which the journal stays
    run();
    source("k", "same", BLUE);

    TransferEstimate estimate =
        world.engine(dated(world.source), world.target).estimate(transfer().build());
    Run second = run();

    assertThat(estimate.objectsToCompare()).isEqualTo(1);
    assertThat(second.result().copied()).isEqualTo(1);
    assertThat(second.stats()).isEqualTo(2);
    assertThat(atTarget("k")).contains(BLUE);
  }

  @Test
  void aRunRightAfterACopyLooksAtNothing() {
    source("k", "same", RED);
    run();
    isEqualWithoutALook();
    isEqualWithoutALook();
  }

  @Test
  void aChangeWithinTheSecondOfTheCopyIsSeen() {
    wholeSeconds = true;
    source("k", "same", RED);
    run();
    source("k", "same", BLUE);

    assertThat(run().result().copied()).isEqualTo(1);
    assertThat(atTarget("k")).contains(BLUE);
  }

  @Test
  void aLookAtAKnownObjectReadsNoContent() {
    try (TransferWorld blind =
        new TransferWorld(
            folder.resolve("blind"),
            new MemoryProvider().versionedByContent().knowing(),
            new MemoryProvider().versionedByContent())) {
      try (ObjectStore store = blind.sourceStore()) {
        blind.put(store, "k", "same", RED);
        blind.run(blind.transfer().build());
        blind.put(store, "k", "same", RED);
      }
      FaultyProvider source = FaultyProvider.of(blind.source, FaultPlan.none());

      TransferResult result =
          blind.engine(source, blind.target).run(blind.transfer().build(), event -> {});

      assertThat(result.copied()).isZero();
      assertThat(source.calls(StoreOperation.STAT)).isEqualTo(1);
      assertThat(source.calls(StoreOperation.READ)).isZero();
    }
  }

  @Test
  void whoMayNotReadTheTargetIsWarnedOnce() {
    source("k", "same", RED);
    run();
    source("k", "same", BLUE);
    faults =
        new FaultScript()
            .on(StoreOperation.STAT)
            .from(1)
            .then(Fault.permanentError(ErrorKind.PERMISSION_DENIED));

    Run denied = run();

    assertThat(denied.result().copied()).isZero();
    assertThat(denied.result().warnings())
        .singleElement()
        .asString()
        .contains("metadata", "new://data/ may not be read", "--strategy full", "k");
    assertThat(run().result().warnings()).isEmpty();
  }

  @Test
  void anEncryptedCopyIsJudgedByTheMetadataOfItsPlainSource() {
    Path keys = folder.resolve("keys.json");
    Keysets.create(keys, Keysets.Purpose.ENCRYPTION);
    ObjectMetadata packed =
        new ObjectMetadata(Map.of("content-encoding", "gzip"), Map.of("a", "b"), Map.of());
    source("k", "same", packed);
    Transfer.Builder encrypting = transfer().encrypt(new KeyReference(keys.toString()));
    run(encrypting.build());
    source("k", "same", packed);

    assertThat(run(encrypting.build()).result().copied()).isZero();
    source("k", "same", BLUE);
    assertThat(run(encrypting.build()).result().copied()).isEqualTo(1);
    assertThat(run(encrypting.build()).result().copied()).isZero();
  }

  @Test
  void afterTheJournalIsLostEqualMetadataIsCopiedNoMore() {
    sourceDates = Duration.ofSeconds(1);
    source("k", "same", RED);
    run();
    forgetAll();

    Run run = run();

    assertThat(run.result().copied()).isZero();
    assertThat(run.stats()).isEqualTo(2);
    isEqualWithoutALook();
  }
}
