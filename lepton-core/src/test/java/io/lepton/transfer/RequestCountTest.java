package io.lepton.transfer;

import static io.lepton.transfer.TransferWorld.contents;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.config.InputException;
import io.lepton.spi.Capability;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.spi.storage.Checksums;
import io.lepton.spi.storage.CopyRequest;
import io.lepton.spi.storage.ListPage;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.ObjectReader;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.PutRequest;
import io.lepton.testkit.fault.Fault;
import io.lepton.testkit.fault.FaultPlan;
import io.lepton.testkit.fault.FaultScript;
import io.lepton.testkit.fault.FaultyProvider;
import io.lepton.testkit.fault.StoreOperation;
import io.lepton.testkit.memory.MemoryProvider;
import io.lepton.transfer.journal.TransferJournal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a transfer asks of stores that tell less than a folder does. */
class RequestCountTest {
  private final Path folder;
  private TransferWorld world;

  RequestCountTest(@TempDir Path folder) {
    this.folder = folder;
    this.world = new TransferWorld(folder);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void between(MemoryProvider sourceLike, MemoryProvider targetLike) {
    world = new TransferWorld(folder, sourceLike, targetLike);
  }

  /** Calls of both sides, by operation; those that were never made are left out. */
  private record Counted(TransferResult result, Map<StoreOperation, Long> calls) {}

  private Counted run(Transfer transfer) {
    FaultyProvider source = FaultyProvider.of(world.source, FaultPlan.none());
    FaultyProvider target = FaultyProvider.of(world.target, FaultPlan.none());
    TransferResult result = world.engine(source, target).run(transfer, world.events::add);
    assertThat(result.failures()).isEmpty();
    Map<StoreOperation, Long> calls = new EnumMap<>(StoreOperation.class);
    for (StoreOperation operation : StoreOperation.values()) {
      long count = source.calls(operation) + target.calls(operation);
      if (count > 0 && operation != StoreOperation.SYNC) {
        calls.put(operation, count);
      }
    }
    return new Counted(result, calls);
  }

  private Counted run() {
    return run(world.transfer().build());
  }

  @Test
  void aSmallObjectCostsOneReadAndOneWrite() {
    between(new MemoryProvider().listingNoChecksums(), new MemoryProvider().listingNoChecksums());
    world.fillSource(2500, 30, 1);

    Counted first = run();

    assertThat(first.calls())
        .containsOnly(
            Map.entry(StoreOperation.LIST, 3L + 1L),
            Map.entry(StoreOperation.READ, 2500L),
            Map.entry(StoreOperation.PUT, 2500L));
    assertThat(first.result().requests()).isEqualTo(5004);
    assertThat(contents(world.target)).isEqualTo(contents(world.source));
  }

  @Test
  void metadataThatTheListingTellsAndTheReaderDoesNotIsNotAskedFor() {
    ObjectMetadata metadata = new ObjectMetadata(Map.of(), Map.of("owner", "me"), Map.of());
    world.fillSource(40, 30, 6);
    FaultyProvider source = FaultyProvider.of(world.source, FaultPlan.none());
    AlteredProvider telling =
        new AlteredProvider(
            source,
            (request, page) ->
                new ListPage(
                    page.objects().stream()
                        .map(object -> with(object, Optional.of(metadata)))
                        .toList(),
                    page.skipped(),
                    page.next()),
            Unnamed::new);

    TransferResult result =
        world.engine(telling, world.target).run(world.transfer().build(), world.events::add);

    assertThat(result.copied()).isEqualTo(40);
    assertThat(source.calls(StoreOperation.READ)).isEqualTo(40);
    assertThat(source.calls(StoreOperation.STAT)).isZero();
    try (ObjectStore store = world.targetStore()) {
      String key = store.list(ListRequest.all()).objects().get(0).key();
      assertThat(store.stat(key).orElseThrow().metadata()).contains(metadata);
    }
  }

  /** A store whose reader tells no metadata is asked for it; by then it may hold another object. */
  @ParameterizedTest
  @ValueSource(ints = {30, 100, 3000})
  void contentOfOneVersionIsNotGivenTheMetadataOfTheNext(int size) {
    try (ObjectStore store = world.sourceStore()) {
      world.put(store, "k", "1".repeat(size), ObjectMetadata.contentType("text/first"));
    }
    FaultScript script = new FaultScript();
    script
        .on(StoreOperation.STAT)
        .first(1)
        .then(
            new Fault.Pause(
                () -> {
                  try (ObjectStore store = world.sourceStore()) {
                    world.put(
                        store, "k", "2".repeat(size), ObjectMetadata.contentType("text/second"));
                  }
                }));
    AlteredProvider source =
        new AlteredProvider(
            FaultyProvider.of(world.source, script), (request, page) -> page, Unnamed::new);

    TransferResult result =
        world
            .engine(source, world.target)
            .run(world.transfer().chunking(new Chunking(64, 128, 50)).build(), event -> {});

    assertThat(result.failures()).isEmpty();
    assertThat(contents(world.target)).isEqualTo(contents(world.source));
  }

  private static ObjectInfo with(ObjectInfo object, Optional<ObjectMetadata> metadata) {
    return new ObjectInfo(
        object.key(),
        object.sizeBytes(),
        object.version(),
        object.lastModified(),
        object.checksums(),
        metadata);
  }

  /** A reader that tells no metadata, as the media answers of Google's store. */
  private record Unnamed(ObjectReader real) implements ObjectReader {
    @Override
    public ObjectInfo info() {
      return with(real.info(), Optional.empty());
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      return real.read(target);
    }

    @Override
    public boolean isOpen() {
      return real.isOpen();
    }

    @Override
    public void close() {
      real.close();
    }
  }

  @Test
  void aLookAtWhatEarlierRunsProvedReadsNothingAndForetellsThat() {
    between(new MemoryProvider().listingNoChecksums(), new MemoryProvider().listingNoChecksums());
    world.fillSource(60, 30, 1);
    assertThat(run().result().copied()).isEqualTo(60);

    Counted look = run(world.transfer().dryRun().build());
    TransferEstimate estimate = world.engine().estimate(world.transfer().build());
    Counted again = run();

    assertThat(again.calls()).containsOnlyKeys(StoreOperation.LIST);
    assertThat(look.calls()).isEqualTo(again.calls());
    assertThat(look.result().skipped()).isEqualTo(60);
    assertThat(estimate.requests()).isEqualTo(again.result().requests());
    assertThat(estimate.account().egressBytes()).isZero();
  }

  @Test
  void whatAnEarlierRunWrotePlainIsReplacedWithoutALookAtIt() {
    between(new MemoryProvider().listingNoChecksums(), new MemoryProvider().listingNoChecksums());
    world.fillSource(60, 8000, 1);
    run();
    world.fillSource(60, 9000, 2);

    TransferEstimate estimate = world.engine().estimate(world.transfer().build());
    Counted again = run();

    assertThat(again.result().copied()).isEqualTo(60);
    assertThat(again.calls())
        .containsOnlyKeys(StoreOperation.LIST, StoreOperation.READ, StoreOperation.PUT)
        .hasEntrySatisfying(
            StoreOperation.READ, reads -> assertThat(reads).isLessThanOrEqualTo(61));
    assertThat(estimate.requests()).isEqualTo(again.result().requests());
  }

  @Test
  void aLookLeavesTheJournalAndItsFolderAsTheyWere() throws IOException {
    world.fillSource(3, 30, 1);
    Path state = folder.resolve("state");
    run(world.transfer().dryRun().build());
    assertThat(state).doesNotExist();

    Transfer same = world.transfer().build();
    try (TransferJournal running = TransferJournal.open(state, TransferTraits.of(same))) {
      assertThat(running.isEmpty()).isTrue();
      assertThat(run(world.transfer().dryRun().build()).result().copied()).isEqualTo(3);
    }
    Transfer full = world.transfer().full().dryRun().build();
    assertThatThrownBy(() -> run(full))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the journal of another transfer")
        .hasMessageContaining("strategy");
    byte[] before = Files.readAllBytes(state.resolve(TransferJournal.FILE_NAME));
    run(world.transfer().dryRun().build());
    assertThat(state.resolve(TransferJournal.FILE_NAME)).hasBinaryContent(before);
  }

  @Test
  void anObjectTooLargeForABufferCostsOneReadAndOneWriteToo() {
    ObjectMetadata metadata = new ObjectMetadata(Map.of(), Map.of("owner", "me"), Map.of());
    try (ObjectStore store = world.sourceStore()) {
      store.put(PutRequest.of("medium", content(1000)).metadata(metadata));
    }
    Transfer transfer = world.transfer().chunking(new Chunking(64, 5000, 100)).build();

    TransferEstimate estimate = world.engine().estimate(transfer);
    Counted counted = run(transfer);

    assertThat(counted.calls())
        .containsOnly(
            Map.entry(StoreOperation.LIST, 2L),
            Map.entry(StoreOperation.READ, 1L),
            Map.entry(StoreOperation.PUT, 1L));
    assertThat(estimate.requests()).isEqualTo(counted.result().requests());
    try (ObjectStore store = world.targetStore()) {
      assertThat(store.stat("medium").orElseThrow().metadata()).contains(metadata);
    }
  }

  /** The beginning is asked for anew, and each opening is closed. */
  @ParameterizedTest
  @EnumSource(names = {"READ", "PUT"})
  void whatFailsOfSuchAnObjectIsSentAgainFromItsBeginning(StoreOperation failing) {
    try (ObjectStore store = world.sourceStore()) {
      store.put(PutRequest.of("medium", content(1000)));
    }
    FaultScript script = new FaultScript();
    script
        .on(failing)
        .first(1)
        .then(
            failing == StoreOperation.READ
                ? Fault.transientError(ErrorKind.TIMED_OUT)
                : Fault.connectionLost(500));
    FaultyProvider source = FaultyProvider.of(world.source, script);
    FaultyProvider target = FaultyProvider.of(world.target, script);
    List<ObjectReader> readers = Collections.synchronizedList(new ArrayList<>());
    AlteredProvider watched =
        new AlteredProvider(
            source,
            (request, page) -> page,
            reader -> {
              readers.add(reader);
              return reader;
            });

    TransferResult result =
        world
            .engine(watched, target)
            .run(world.transfer().chunking(new Chunking(64, 5000, 100)).build(), world.events::add);

    assertThat(result.copied()).isEqualTo(1);
    assertThat(source.calls(StoreOperation.STAT)).isZero();
    assertThat(source.calls(StoreOperation.READ)).isEqualTo(2);
    assertThat(readers).isNotEmpty().noneMatch(ObjectReader::isOpen);
    assertThat(contents(world.target)).isEqualTo(contents(world.source));
  }

  private static ObjectContent content(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return ObjectContent.of(ByteBuffer.wrap(bytes));
  }

  @Test
  void anObjectInPartsCostsOneDescriptionAndTwoRequestsAPart() {
    try (ObjectStore store = world.sourceStore()) {
      world.put(store, "large", new byte[1000]);
    }

    Counted counted = run(world.transfer().chunking(new Chunking(64, 128, 100)).build());

    assertThat(counted.calls())
        .containsOnly(
            Map.entry(StoreOperation.LIST, 2L),
            Map.entry(StoreOperation.STAT, 1L),
            Map.entry(StoreOperation.START_UPLOAD, 1L),
            Map.entry(StoreOperation.READ, 10L),
            Map.entry(StoreOperation.PUT_PART, 10L),
            Map.entry(StoreOperation.COMPLETE_UPLOAD, 1L));
  }

  @Test
  void anEstimateKnowsThePartsThatAnEarlierRunLeft() {
    try (ObjectStore store = world.sourceStore()) {
      world.put(store, "large", new byte[1000]);
    }
    Transfer transfer = world.transfer().chunking(new Chunking(64, 128, 100)).build();
    FaultyProvider failing =
        FaultyProvider.of(
            world.target,
            new FaultScript()
                .on(StoreOperation.PUT_PART)
                .from(4)
                .then(Fault.permanentError(ErrorKind.PERMISSION_DENIED)));
    assertThat(world.engine(world.source, failing).run(transfer, world.events::add).failed())
        .isEqualTo(1);

    TransferEstimate estimate = world.engine().estimate(transfer);
    Counted again = run(transfer);

    assertThat(again.calls()).containsEntry(StoreOperation.READ, 7L);
    assertThat(estimate.requests()).isEqualTo(again.result().requests());
    assertThat(estimate.account().egressBytes())
        .isEqualTo(again.result().account().egressBytes())
        .isEqualTo(700);
    assertThat(estimate.bytesToCopy()).isEqualTo(1000);
  }

  @Nested
  class RunningAgain {
    @Test
    void withListingsThatTellDigestsOnlyListings() {
      world.fillSource(1500, 30, 2);
      run();
      assertThat(run().calls()).containsOnly(Map.entry(StoreOperation.LIST, 4L));
    }

    @Test
    void withListingsThatTellNothingTheJournalKnowsWhatWasProven() {
      between(new MemoryProvider().listingNoChecksums(), new MemoryProvider().listingNoChecksums());
      world.fillSource(1500, 30, 3);
      run();

      Counted again = run();

      assertThat(again.calls()).containsOnly(Map.entry(StoreOperation.LIST, 4L));
      assertThat(again.result().skipped()).isEqualTo(1500);
      assertThat(again.result().verified()).isTrue();
    }

    @Test
    void aRunThatFoundNothingToDoForgetsNothing() {
      between(new MemoryProvider().listingNoChecksums(), new MemoryProvider().listingNoChecksums());
      world.fillSource(30, 30, 3);
      run();

      for (int i = 0; i < 3; i++) {
        assertThat(run().calls()).containsOnly(Map.entry(StoreOperation.LIST, 2L));
      }
    }

    @Test
    void whatAnotherToolCopiedIsDescribedOnceAndThenKnown() {
      between(new MemoryProvider().listingNoChecksums(), new MemoryProvider().listingNoChecksums());
      world.fillSource(300, 30, 4);
      world.copyByHand();

      assertThat(run().calls())
          .containsOnly(Map.entry(StoreOperation.LIST, 2L), Map.entry(StoreOperation.STAT, 600L));
      assertThat(run().calls()).containsOnly(Map.entry(StoreOperation.LIST, 2L));
    }

    @Test
    void storesThatShareNoDigestAreReadOnceAndThenKnown() {
      between(
          new MemoryProvider().knowing(ChecksumAlgorithm.MD5),
          new MemoryProvider().knowing(ChecksumAlgorithm.CRC32C));
      world.fillSource(200, 30, 5);
      world.copyByHand();

      Counted first = run();
      assertThat(first.result().copied()).isZero();
      assertThat(first.calls()).containsEntry(StoreOperation.READ, 200L);
      assertThat(run().calls()).containsOnly(Map.entry(StoreOperation.LIST, 2L));
    }

    @Test
    void anObjectThatChangedAtEitherSideIsCopiedAgain() {
      between(new MemoryProvider().listingNoChecksums(), new MemoryProvider().listingNoChecksums());
      world.fillSource(50, 30, 6);
      run();
      try (ObjectStore source = world.sourceStore();
          ObjectStore target = world.targetStore()) {
        world.put(source, "folder-1/object-1", "changed at the source");
        world.put(target, "folder-2/object-2", "changed at the target");
      }

      assertThat(run().result().copied()).isEqualTo(2);
      assertThat(contents(world.target)).isEqualTo(contents(world.source));
    }

    @Test
    void fullCopiesAllOfItEveryTime() {
      between(new MemoryProvider().listingNoChecksums(), new MemoryProvider().listingNoChecksums());
      world.fillSource(20, 30, 7);
      Transfer full = world.transfer().full().build();
      run(full);
      assertThat(run(full).result().copied()).isEqualTo(20);
    }
  }

  @Test
  void aTargetThatDigestsNothingIsReadBack() {
    between(
        new MemoryProvider(), new MemoryProvider().knowing().without(Capability.MULTIPART_UPLOAD));
    world.fillSource(20, 30, 8);

    Counted counted = run();

    assertThat(counted.calls()).containsEntry(StoreOperation.READ, 40L);
    assertThat(contents(world.target)).isEqualTo(contents(world.source));
  }

  @Test
  void insideOneCloudNoByteComesHereEvenWhenListingsTellNothing() {
    MemoryProvider cloud = new MemoryProvider().listingNoChecksums();
    try (ObjectStore store = cloud.store("mem://a/")) {
      for (int i = 0; i < 30; i++) {
        world.put(store, "k" + i, "content " + i);
      }
    }
    FaultyProvider counting = FaultyProvider.of(cloud, FaultPlan.none());
    Transfer inside =
        Transfer.from("mem://a/").to("mem://b/").state(folder.resolve("inside")).build();

    TransferResult result = world.engine(counting).run(inside, event -> {});

    assertThat(result.failures()).isEmpty();
    assertThat(counting.calls(StoreOperation.COPY)).isEqualTo(30);
    assertThat(counting.calls(StoreOperation.STAT)).isEqualTo(30);
    assertThat(counting.calls(StoreOperation.READ)).isZero();
    assertThat(cloud.snapshot("b")).hasSize(30);
  }

  /** As S3 lists objects that its key service encrypts: their tags have the form of an MD5. */
  @Test
  void insideOneCloudNoByteComesHereAlthoughListingsTellDigestsThatAreNone() {
    MemoryProvider cloud = new MemoryProvider().listingNoChecksums();
    try (ObjectStore store = cloud.store("mem://a/")) {
      for (int i = 0; i < 30; i++) {
        world.put(store, "k" + i, "content " + i);
      }
    }
    FaultyProvider counting = FaultyProvider.of(cloud, FaultPlan.none());
    AlteredProvider encrypted =
        new AlteredProvider(
            counting,
            (request, page) ->
                new ListPage(
                    page.objects().stream().map(RequestCountTest::tagged).toList(),
                    page.skipped(),
                    page.next()));
    Transfer inside =
        Transfer.from("mem://a/").to("mem://b/").state(folder.resolve("inside")).build();

    TransferResult result = world.engine(encrypted).run(inside, event -> {});

    assertThat(result.failures()).isEmpty();
    assertThat(result.copied()).isEqualTo(30);
    assertThat(counting.calls(StoreOperation.COPY)).isEqualTo(30);
    assertThat(counting.calls(StoreOperation.STAT)).isEqualTo(30);
    assertThat(counting.calls(StoreOperation.READ)).isZero();
    assertThat(counting.calls(StoreOperation.PUT)).isZero();
    assertThat(cloud.snapshot("b")).hasSize(30);
  }

  /** Tells a digest of copies only if the source was described, as S3 does under a key of KMS. */
  private static CloudProvider describingCopiesOfDescribed(CloudProvider real) {
    return AnsweredStore.provider(
        real,
        store ->
            (arguments, answering) -> {
              Object answer = answering.answer();
              return arguments.length > 0
                      && arguments[0] instanceof CopyRequest copy
                      && copy.object().metadata().isEmpty()
                  ? telling((ObjectInfo) answer, Checksums.none())
                  : answer;
            });
  }

  @Test
  void insideOneCloudObjectsAreDescribedFirstOnceAListingProvedNoCopy() {
    MemoryProvider cloud = new MemoryProvider();
    try (ObjectStore store = cloud.store("mem://a/")) {
      for (int i = 0; i < 30; i++) {
        world.put(store, "k" + i, "content " + i);
      }
    }
    FaultyProvider counting = FaultyProvider.of(cloud, FaultPlan.none());
    Transfer inside =
        Transfer.from("mem://a/")
            .to("mem://b/")
            .state(folder.resolve("inside"))
            .parallelism(1)
            .build();

    TransferResult result =
        world.engine(describingCopiesOfDescribed(counting)).run(inside, event -> {});

    assertThat(result.failures()).isEmpty();
    assertThat(counting.calls(StoreOperation.COPY)).isEqualTo(30);
    assertThat(counting.calls(StoreOperation.STAT)).as("30 sources, one copy").isEqualTo(31);
    assertThat(counting.calls(StoreOperation.READ)).isZero();
  }

  private static ObjectInfo tagged(ObjectInfo listed) {
    return telling(
        listed,
        Checksums.of(new Checksum(ChecksumAlgorithm.MD5, "0123456789abcdef0123456789abcdef")));
  }

  private static ObjectInfo telling(ObjectInfo object, Checksums checksums) {
    return new ObjectInfo(
        object.key(),
        object.sizeBytes(),
        object.version(),
        object.lastModified(),
        checksums,
        Optional.empty());
  }
}
