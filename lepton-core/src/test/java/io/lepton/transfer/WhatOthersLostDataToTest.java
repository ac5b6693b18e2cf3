package io.lepton.transfer;

import static io.lepton.transfer.TransferWorld.contents;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.lepton.config.InputException;
import io.lepton.spi.Capability;
import io.lepton.spi.CloudException;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Limits;
import io.lepton.spi.Place;
import io.lepton.spi.storage.ListPage;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.testkit.fault.Fault;
import io.lepton.testkit.fault.FaultScript;
import io.lepton.testkit.fault.StoreOperation;
import io.lepton.testkit.memory.MemoryProvider;
import io.lepton.transfer.journal.TransferJournal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One test for each fault that users of other tools lost data to; the issue names the tool. */
class WhatOthersLostDataToTest {
  private final Path folder;
  private TransferWorld world;
  private final FaultScript script = new FaultScript();

  WhatOthersLostDataToTest(@TempDir Path folder) {
    this.folder = folder;
    this.world = new TransferWorld(folder);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Transfer.Builder small() {
    return world.transfer().chunking(new Chunking(64, 128, 50));
  }

  private TransferResult run(Transfer transfer) {
    return world.faulty(script).run(transfer, event -> {});
  }

  private TransferResult run() {
    return run(small().build());
  }

  private void source(String key, String content) {
    try (ObjectStore store = world.sourceStore()) {
      world.put(store, key, content);
    }
  }

  private void target(String key, String content) {
    try (ObjectStore store = world.targetStore()) {
      world.put(store, key, content);
    }
  }

  private void sidesAreEqual() {
    assertThat(contents(world.target)).isEqualTo(contents(world.source));
  }

  private static String digits(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < count; i++) {
      text.append(i).append(' ');
    }
    return text.substring(0, count);
  }

  private TransferEngine altered(BiFunction<ListRequest, ListPage, ListPage> sourceListings) {
    CloudProvider source = new AlteredProvider(world.source, sourceListings);
    return world.engine(source, world.target);
  }

  @Nested
  class Parts {
    @Test
    void rclone7590APartWhoseAnswerIsLostIsInTheObjectOnce() {
      source("large", digits(3000));
      script.on(StoreOperation.PUT_PART).first(5).then(Fault.lostAnswer());

      assertThat(run().failures()).isEmpty();
      sidesAreEqual();
    }

    @Test
    void iceberg4168And9997AFailedPartIsNoPartOfACommit() {
      source("large", digits(3000));
      source("small", "s");
      script
          .on(StoreOperation.PUT_PART)
          .call(7)
          .then(Fault.permanentError(ErrorKind.PERMISSION_DENIED));

      TransferResult result = run();

      assertThat(result.failures()).extracting(TransferFailure::key).containsExactly("large");
      assertThat(contents(world.target)).containsOnlyKeys("small");
    }

    @Test
    void javaStorage2770ARetryBeginsAtThePartsFirstByte() {
      source("large", digits(3000));
      script.on(StoreOperation.PUT_PART).first(9).then(Fault.connectionLost(17));
      script.on(StoreOperation.READ).first(9).then(Fault.connectionLost(23));
      // Even one part that meets them all has a try left.
      Retries enough = new Retries(19, Duration.ofMillis(1), Duration.ofMillis(2));

      assertThat(run(small().retries(enough).build()).failures()).isEmpty();
      sidesAreEqual();
    }

    @Test
    void awsSdk6989MetadataSurvivesACopyInParts() {
      try (ObjectStore store = world.sourceStore()) {
        world.put(
            store,
            "large",
            digits(3000),
            new ObjectMetadata(
                Map.of("content-type", "text/csv", "cache-control", "no-store"),
                Map.of("owner", "ada"),
                Map.of("Team", "fraud")));
      }
      assertThat(run().failures()).isEmpty();
      sidesAreEqual();
    }

    @ParameterizedTest
    @EnumSource(
        value = StoreOperation.class,
        names = {"PUT_PART", "COMPLETE_UPLOAD"})
    void anUploadThatExpiresIsBegunAgain(StoreOperation at) {
      source("large", digits(3000));
      script.on(at).first(1).then(new Fault.ExpireUpload());

      TransferResult first = run();
      TransferResult second = run();

      assertThat(first.failures().size() + second.failures().size()).isLessThanOrEqualTo(1);
      assertThat(second.failures()).isEmpty();
      sidesAreEqual();
      try (ObjectStore store = world.targetStore()) {
        assertThat(store.listUploads()).isEmpty();
      }
    }

    private void interruptAnUpload() {
      source("large", digits(3000));
      script
          .on(StoreOperation.PUT_PART)
          .from(20)
          .then(Fault.permanentError(ErrorKind.PERMISSION_DENIED));
      assertThat(run().failed()).isEqualTo(1);
      script.clear();
    }

    private void noUploadIsLeft() {
      try (ObjectStore store = world.targetStore()) {
        assertThat(store.listUploads()).isEmpty();
      }
    }

    @Test
    void anUploadGoesOnWithThePartsOfTheSizeThatItWasBegunWith() {
      interruptAnUpload();

      TransferResult result = run(world.transfer().chunking(new Chunking(64, 128, 70)).build());

      assertThat(result.failures()).isEmpty();
      assertThat(result.bytesRead()).isBetween(1L, 2100L);
      sidesAreEqual();
    }

    @Test
    void anUploadThatExpiredSinceTheLastRunIsBegunAnew() {
      interruptAnUpload();
      try (ObjectStore store = world.targetStore()) {
        store.abortUpload(store.listUploads().get(0));
      }

      TransferResult result = run();

      assertThat(result.failures()).isEmpty();
      assertThat(result.bytesRead()).isEqualTo(3000);
      sidesAreEqual();
    }

    @Test
    void anUploadOfAnObjectThatIsGoneIsGivenUp() {
      interruptAnUpload();
      try (ObjectStore store = world.sourceStore()) {
        store.delete(List.of("large"));
      }

      assertThat(run().failures()).isEmpty();
      assertThat(contents(world.target)).isEmpty();
      noUploadIsLeft();
    }

    @Test
    void anUploadOutlivesARunThatCouldNotListItsSource() {
      interruptAnUpload();
      script.on(StoreOperation.LIST).then(Fault.permanentError(ErrorKind.PERMISSION_DENIED));
      assertThat(run().failed()).isPositive();
      script.clear();

      TransferResult result = run();

      assertThat(result.failures()).isEmpty();
      assertThat(result.bytesRead()).isLessThan(3000);
      sidesAreEqual();
    }

    @Test
    void anUploadThatCannotBeLookedForNowIsLookedForByTheNextRun() {
      source("large", digits(3000));
      script.on(StoreOperation.START_UPLOAD).first(1).then(Fault.lostAnswer());
      script
          .on(StoreOperation.LIST_UPLOADS)
          .then(Fault.permanentError(ErrorKind.PERMISSION_DENIED));
      TransferResult result = run();
      assertThat(result.failures()).isEmpty();
      assertThat(result.warnings())
          .singleElement()
          .asString()
          .startsWith("unfinished uploads could not be aborted yet");
      script.clear();

      assertThat(run().warnings()).isEmpty();
      noUploadIsLeft();
    }

    @Test
    void anUploadWhoseStartWasNeverAnsweredIsNotLeftBehind() {
      source("large", digits(3000));
      script.on(StoreOperation.START_UPLOAD).first(1).then(Fault.lostAnswer());

      assertThat(run().failures()).isEmpty();
      sidesAreEqual();
      noUploadIsLeft();
    }

    @Test
    void aPartThatWasStoredWronglyIsSentAgain() {
      source("large", digits(3000));
      script.on(StoreOperation.PUT_PART).first(3).then(new Fault.FlipBit(9));

      TransferResult result = run();

      assertThat(result.failures()).isEmpty();
      assertThat(result.bytesRead()).isEqualTo(3150);
      sidesAreEqual();
    }

    @Test
    void theSourceOverwrittenBetweenPartsGivesNoMixture() {
      source("large", digits(3000));
      AtomicInteger once = new AtomicInteger();
      script
          .on(StoreOperation.READ)
          .from(20)
          .then(
              new Fault.Pause(
                  () -> {
                    if (once.getAndIncrement() == 0) {
                      source("large", digits(3000).replace('1', 'X'));
                    }
                  }));

      run();
      run();

      sidesAreEqual();
    }
  }

  @Nested
  class Streams {
    @Test
    void awsSdk5415AndAzureSdk11677AStreamIsReplayedFromItsStart() {
      source("streamed", digits(100));
      script.on(StoreOperation.PUT).first(3).then(Fault.connectionLost(60));

      assertThat(run().failures()).isEmpty();
      sidesAreEqual();
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 100, 3000})
    void awsSdk5631AShortDownloadIsNoSuccess(int size) {
      source("k", digits(size));
      script.on(StoreOperation.READ).first(2).then(new Fault.EndEarly(11));

      assertThat(run().failures()).isEmpty();
      sidesAreEqual();

      target("k", "gone wrong");
      script.on(StoreOperation.READ).then(new Fault.EndEarly(11));
      assertThat(run(small().full().state(folder.resolve("full")).build()).failures())
          .extracting(TransferFailure::kind)
          .containsExactly(ErrorKind.DATA_CORRUPTED);
    }

    @Test
    void javaStorage2975WhatIsGivenUpHalfWayIsNotPublished() {
      source("streamed", digits(100));
      target("streamed", "what was there before");
      Map<String, String> before = contents(world.target);
      script
          .on(StoreOperation.PUT)
          .then(new Fault.FailMidway(50, ErrorKind.PERMISSION_DENIED, false));

      assertThat(run().failed()).isEqualTo(1);
      assertThat(contents(world.target)).isEqualTo(before);
    }

    @Test
    void rclone2658AGzipObjectArrivesByteForByte() throws IOException {
      ByteArrayOutputStream zipped = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
        gzip.write(digits(5000).getBytes(StandardCharsets.UTF_8));
      }
      try (ObjectStore store = world.sourceStore()) {
        world.put(
            store,
            "page.html",
            zipped.toByteArray(),
            new ObjectMetadata(
                Map.of("content-encoding", "gzip", "content-type", "text/html"),
                Map.of(),
                Map.of()));
      }

      assertThat(run().failures()).isEmpty();

      assertThat(contents(world.target).get("page.html"))
          .startsWith(HexFormat.of().formatHex(zipped.toByteArray()))
          .contains("content-encoding=gzip");
    }
  }

  @Nested
  class Listings {
    @Test
    void juicefs2088AListingOutOfOrderIsAnErrorAndNothingIsDeleted() {
      world.fillSource(30, 20, 1);
      target("zzz", "extra");
      TransferEngine engine =
          altered(
              (request, page) -> {
                List<ObjectInfo> objects = new ArrayList<>(page.objects());
                Collections.swap(objects, 3, 17);
                return new ListPage(objects, page.skipped(), page.next());
              });

      TransferResult result = engine.run(small().mirror(Mirror.standard()).build(), event -> {});

      assertThat(result.failures())
          .anySatisfy(failure -> assertThat(failure.message()).contains("out of order"));
      assertThat(result.verified()).isFalse();
      assertThat(contents(world.target)).containsKey("zzz");
    }

    @Test
    void aPageTokenThatLeadsBackIsAnErrorAndNoEndlessRun() {
      world.fillSource(1500, 5, 2);
      TransferEngine engine =
          altered(
              (request, page) ->
                  new ListPage(
                      page.objects(),
                      page.skipped(),
                      request.startAfter().isPresent() ? Optional.of("a") : page.next()));

      assertThat(engine.run(small().build(), event -> {}).failures())
          .extracting(TransferFailure::kind)
          .contains(ErrorKind.DATA_CORRUPTED);
    }

    @Test
    void whatTheSourceHoldsButCannotNameIsNotSaidToBeVerified() {
      world.fillSource(3, 5, 4);
      TransferEngine engine = altered((request, page) -> passingOver("a/long", page));

      TransferResult result = engine.run(small().build(), event -> {});

      assertThat(result.failures()).isEmpty();
      assertThat(result.warnings()).singleElement().asString().contains("too long: a/long");
      assertThat(result.verified()).isFalse();
    }

    @Test
    void anObjectOfThePlacesOwnNameIsNoneOfItsObjects() {
      world.fillSource(3, 5, 5);
      TransferEngine engine = altered((request, page) -> passingOver("", page));

      TransferResult result = engine.run(small().build(), event -> {});

      assertThat(result.warnings()).hasSize(1);
      assertThat(result.verified()).isTrue();
    }

    private static ListPage passingOver(String name, ListPage page) {
      return new ListPage(
          page.objects(), List.of(new ListPage.Skipped(name, "it is too long")), page.next());
    }

    @Test
    void emptyPagesBeforeTheEndAreNoEnd() {
      world.fillSource(30, 5, 3);
      AtomicInteger asked = new AtomicInteger();
      TransferEngine engine =
          altered(
              (request, page) ->
                  asked.getAndIncrement() == 0
                      ? new ListPage(List.of(), List.of(), Optional.of("\u0001"))
                      : page);

      assertThat(engine.run(small().build(), event -> {}).copied()).isEqualTo(30);
      sidesAreEqual();
    }

    @Test
    void slowDownInTheMiddleOfAListingIsWaitedOut() {
      world.fillSource(2500, 5, 4);
      script
          .on(StoreOperation.LIST)
          .where(call -> call.number() % 2 == 0)
          .first(4)
          .then(new Fault.Throttled(Duration.ofMillis(20)));

      TransferResult result = run();

      assertThat(result.failures()).isEmpty();
      assertThat(result.copied()).isEqualTo(2500);
    }
  }

  @Nested
  class Deletes {
    @Test
    void rclone5164AFilterThatChangedDeletesNothingThatItLeavesOut() {
      source("keep.csv", "1");
      source("drop.tmp", "2");
      Transfer.Builder mirror = small().mirror(Mirror.standard());
      run(mirror.build());

      Transfer.Builder other = mirror.state(folder.resolve("other"));
      run(other.filter(TransferFilter.everything().exclude("*.tmp")).build());

      assertThat(contents(world.target)).containsOnlyKeys("keep.csv", "drop.tmp");
    }

    @Test
    void rclone4298AnyErrorAnywhereLeavesEveryExtraWhereItIs() {
      source("a", "1");
      source("b", "2");
      target("extra", "3");
      script
          .on(StoreOperation.READ)
          .key("b")
          .then(Fault.permanentError(ErrorKind.PERMISSION_DENIED));

      TransferResult result = run(small().mirror(Mirror.standard()).build());

      assertThat(result.deleted()).isZero();
      assertThat(contents(world.target)).containsOnlyKeys("a", "extra");
      assertThat(result.warnings())
          .anySatisfy(text -> assertThat(text).contains("1 object was not deleted"));
    }

    @Test
    void whatTheSourceGotSinceItWasListedIsNotDeleted() {
      source("a", "1");
      target("late", "2");
      script
          .on(StoreOperation.STAT)
          .key("late")
          .first(1)
          .then(new Fault.Pause(() -> source("late", "2")));

      TransferResult result = run(small().mirror(Mirror.standard()).build());

      assertThat(result.deleted()).isZero();
      assertThat(result.warnings())
          .containsExactly("not deleted, because the source has it by now: late");
      assertThat(contents(world.target)).containsKey("late");
    }

    @Test
    void whatTheSourceCannotBeAskedForIsNotDeleted() {
      source("a", "1");
      target("b", "2");
      target("c", "3");
      script
          .on(StoreOperation.STAT)
          .key("b")
          .then(Fault.permanentError(ErrorKind.PERMISSION_DENIED));

      TransferResult result = run(small().mirror(Mirror.standard()).build());

      assertThat(result.deleted()).isEqualTo(1);
      assertThat(result.failures()).extracting(TransferFailure::key).containsExactly("b");
      assertThat(contents(world.target)).containsOnlyKeys("a", "b");
    }

    @Test
    void aDeleteThatFailsForAMomentOrWhoseAnswerIsLostIsAskedForAgain() {
      source("a", "1");
      target("b", "2");
      target("c", "3");
      script
          .on(StoreOperation.DELETE)
          .key("b")
          .first(1)
          .then(Fault.transientError(ErrorKind.RESOURCE_EXHAUSTED));
      script.on(StoreOperation.DELETE).key("c").first(1).then(Fault.lostAnswer());

      TransferResult result = run(small().mirror(Mirror.standard()).build());

      assertThat(result.failures()).isEmpty();
      assertThat(result.deleted()).isEqualTo(2);
      assertThat(contents(world.target)).containsOnlyKeys("a");
    }

    @Test
    void aDeleteThatKeepsFailingIsNamed() {
      isNamed(Fault.transientError(ErrorKind.RESOURCE_EXHAUSTED));
    }

    @Test
    void aDeleteThatIsDeniedIsNamed() {
      isNamed(Fault.permanentError(ErrorKind.PERMISSION_DENIED));
    }

    private void isNamed(Fault ofOneOfTwo) {
      source("a", "1");
      target("b", "2");
      target("c", "3");
      script.on(StoreOperation.DELETE).key("b").then(ofOneOfTwo);

      TransferResult result = run(small().mirror(Mirror.standard()).build());

      assertThat(result.failures()).extracting(TransferFailure::key).containsExactly("b");
      assertThat(result.deleted()).isEqualTo(1);
      assertThat(contents(world.target)).containsOnlyKeys("a", "b");
    }
  }

  @Nested
  class Checkpoints {
    @Test
    void juicefs7394NothingCountsAsFinishedBeforeItIsDurable() {
      world =
          new TransferWorld(
              folder, new MemoryProvider().listingNoChecksums(), new MemoryProvider());
      world.fillSource(20, 20, 5);
      source("denied", "x");
      script
          .on(StoreOperation.READ)
          .key("denied")
          .then(Fault.permanentError(ErrorKind.PERMISSION_DENIED));
      script.on(StoreOperation.SYNC).then(Fault.permanentError(ErrorKind.UNKNOWN));
      Transfer transfer = small().build();

      assertThatThrownBy(() -> run(transfer)).isInstanceOf(CloudException.class);

      try (TransferJournal journal =
          TransferJournal.open(folder.resolve("state"), TransferTraits.of(transfer))) {
        assertThat(journal.finished("folder-1/object-1")).isEmpty();
      }
    }

    @Test
    void whatTheTargetCannotMakeDurableIsNoSuccess() {
      source("k", "1");
      script.on(StoreOperation.SYNC).then(Fault.permanentError(ErrorKind.UNKNOWN));

      assertThatThrownBy(() -> run()).isInstanceOf(CloudException.class);
    }

    @Test
    void azcopy906TheRightSizeWithZerosAndANewerDateIsNotInSync() {
      source("k", "real");
      target("k", "\0\0\0\0");

      assertThat(run().copied()).isEqualTo(1);
      sidesAreEqual();
    }

    @ParameterizedTest
    @ValueSource(longs = {-3650, 3650})
    void aClockThatJumpsByTenYearsChangesNothing(long days) {
      source("changed", "new");
      target("changed", "old");
      source("same", "equal");
      target("same", "equal");
      TransferEngine engine =
          altered(
              (request, page) ->
                  new ListPage(
                      page.objects().stream()
                          .map(
                              object ->
                                  new ObjectInfo(
                                      object.key(),
                                      object.sizeBytes(),
                                      object.version(),
                                      object.lastModified().plus(Duration.ofDays(days)),
                                      object.checksums(),
                                      object.metadata()))
                          .toList(),
                      page.skipped(),
                      page.next()));

      TransferResult result = engine.run(small().build(), event -> {});

      assertThat(result.copied()).isEqualTo(1);
      assertThat(result.skipped()).isEqualTo(1);
      sidesAreEqual();
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 100, 3000})
    void aCommitWhoseAnswerIsLostIsReadBack(int size) {
      source("k", digits(size));
      script.on(StoreOperation.PUT).first(1).then(Fault.lostAnswer());
      script.on(StoreOperation.COMPLETE_UPLOAD).first(1).then(Fault.lostAnswer());

      TransferResult result = run();

      assertThat(result.failures()).isEmpty();
      assertThat(result.copied()).isEqualTo(1);
      sidesAreEqual();
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 100, 3000})
    void aCommitThatWasLostBeforeItTookEffectIsSentAgain(int size) {
      Fault lost = Fault.permanentError(ErrorKind.OUTCOME_UNKNOWN);
      source("k", digits(size));
      target("k", "before");
      script.on(StoreOperation.PUT).first(1).then(lost);
      script.on(StoreOperation.COMPLETE_UPLOAD).first(1).then(lost);

      assertThat(run().failures()).isEmpty();
      sidesAreEqual();
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 100, 3000})
    void aCommitThatIsLostEachTimeIsNamed(int size) {
      Fault lost = Fault.permanentError(ErrorKind.OUTCOME_UNKNOWN);
      source("k", digits(size));
      script.on(StoreOperation.PUT).then(lost);
      script.on(StoreOperation.COMPLETE_UPLOAD).then(lost);

      assertThat(run().failures())
          .extracting(TransferFailure::kind)
          .containsExactly(ErrorKind.OUTCOME_UNKNOWN);
      assertThat(contents(world.target)).isEmpty();
    }
  }

  @Nested
  class Keys {
    @Test
    void azcopy957And2065KeysWithDotsAndOddCharactersArrive() {
      List<String> keys =
          List.of(
              "dot.", "dots...", "./x", "a/../b", "a//b", "a/", "tab\tnew\nline", "%41", "+ &?#");
      keys.forEach(key -> source(key, "content of " + key));

      assertThat(run().copied()).isEqualTo(keys.size());
      sidesAreEqual();
    }

    @Test
    void aKeyThatIsTooLongWithTheTargetsPrefixIsNamedBeforeAByteIsRead() {
      String key = "k".repeat(1020);
      source(key, "x");
      AtomicInteger reads = new AtomicInteger();
      script.on(StoreOperation.READ).then(new Fault.Pause(reads::incrementAndGet));

      TransferResult result =
          run(
              Transfer.from("old://data/")
                  .to("new://data/deep/er/")
                  .state(folder.resolve("state"))
                  .build());

      assertThat(result.failures())
          .singleElement()
          .satisfies(
              failure -> {
                assertThat(failure.key()).isEqualTo(key);
                assertThat(failure.message()).contains("1028 bytes", "1024");
              });
      assertThat(reads.get()).isZero();
    }

    @Test
    void anObjectThatIsTooLargeForTheTargetIsNamedBeforeAByteIsRead() {
      Limits limits = new Limits(1, 100, 10, 100, 150, 1024, 1000, 1000, 1);
      world =
          new TransferWorld(folder, new MemoryProvider(), new MemoryProvider().limitedTo(limits));
      source("too large", digits(151));
      source("fits", digits(150));
      AtomicInteger reads = new AtomicInteger();
      script.on(StoreOperation.READ).key("too large").then(new Fault.Pause(reads::incrementAndGet));

      TransferResult result = run();

      assertThat(result.failures())
          .singleElement()
          .satisfies(
              failure -> {
                assertThat(failure.key()).isEqualTo("too large");
                assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID_ARGUMENT);
                assertThat(failure.message()).contains("151 bytes", "150");
              });
      assertThat(reads.get()).isZero();
      assertThat(contents(world.target)).containsOnlyKeys("fits");
    }
  }

  @Nested
  class Places {
    private void check(Transfer transfer) {
      PlaceChecks.check(transfer, folder.resolve("state"));
    }

    @Test
    void aFileIsNoPlace() throws IOException {
      Path file = Files.writeString(folder.resolve("file"), "x");
      Path there = Files.createDirectories(folder.resolve("there"));
      for (Transfer.Builder transfer :
          List.of(
              Transfer.from(Place.file(there)).to(Place.file(file)),
              Transfer.from(Place.file(file)).to(Place.file(there)))) {
        assertThatThrownBy(() -> check(transfer.build()))
            .isInstanceOf(InputException.class)
            .hasMessageContaining("is a file");
      }
    }

    @Test
    void onePlaceUnderTwoNamesIsRefused() throws IOException {
      Path real = Files.createDirectories(folder.resolve("real/inner"));
      Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("real"));
      Place one = Place.file(folder.resolve("real"));
      for (Path other : List.of(link, link.resolve("."), link.resolve("inner"), real)) {
        assertThatThrownBy(() -> check(Transfer.from(one).to(Place.file(other)).build()))
            .as("%s", other)
            .isInstanceOf(InputException.class)
            .hasMessageMatching(".*(same place|lies inside).*");
      }
    }

    @Test
    void aTargetThatIsAFileOrLiesBelowOneIsRefused(@TempDir Path folder) throws IOException {
      Place source = Place.file(Files.createDirectories(folder.resolve("source")));
      Path file = Files.createFile(folder.resolve("file"));
      assertThatThrownBy(() -> check(Transfer.from(source).to(Place.file(file)).build()))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("is a file; name a folder");
      assertThatThrownBy(
              () -> check(Transfer.from(source).to(Place.file(file.resolve("a/b"))).build()))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("lies below a file, " + file);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = StoreOperation.class,
      names = {"START_UPLOAD", "PUT_PART", "COMPLETE_UPLOAD", "STAT"})
  void onePermissionThatIsMissingForLargeObjectsIsNamedAndStopsNothingElse(
      StoreOperation operation) {
    world = new TransferWorld(folder, new MemoryProvider().without(Capability.SERVER_SIDE_COPY));
    source("large", digits(3000));
    source("small", "s");
    script.on(operation).key("large").then(Fault.permanentError(ErrorKind.PERMISSION_DENIED));

    TransferResult result = run();

    assertThat(result.failures())
        .extracting(TransferFailure::key, TransferFailure::kind)
        .containsExactly(tuple("large", ErrorKind.PERMISSION_DENIED));
    assertThat(contents(world.target)).containsOnlyKeys("small");
  }
}
