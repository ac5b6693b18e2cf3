package io.lepton.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.local.LocalProvider;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.PutRequest;
import io.lepton.testkit.fault.Fault;
import io.lepton.testkit.fault.FaultScript;
import io.lepton.testkit.fault.FaultyProvider;
import io.lepton.testkit.fault.StoreOperation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What arrives is one version of an object, whole. The source is a folder, which knows no digests,
 * so that nothing but the version tells its bytes apart.
 */
class OneVersionTest {
  private static final String OLD = "0123456789".repeat(100);
  private static final String NEW = "abcdefghij".repeat(100);

  private final Path folder;
  private final Path from;
  private final TransferWorld world;
  private final FaultScript script = new FaultScript();

  OneVersionTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.from = Files.createDirectories(folder.resolve("from"));
    this.world = new TransferWorld(folder);
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** Replaces the file, as most programs that save one do. */
  private void source(String content) {
    try {
      Path written = Files.writeString(folder.resolve("written"), content);
      Files.move(written, from.resolve("k"), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private FaultyProvider target() {
    return FaultyProvider.of(world.target, script);
  }

  private TransferResult run() {
    return run(target());
  }

  private TransferResult run(CloudProvider target) {
    return world
        .engine(FaultyProvider.of(new LocalProvider(), script), target)
        .run(
            Transfer.from(Place.file(from))
                .to("new://data/")
                .state(folder.resolve("state"))
                .chunking(new Chunking(64, 128, 50))
                .retries(TransferWorld.QUICK)
                .parallelism(1)
                .build(),
            event -> {});
  }

  private String arrived() {
    return new String(world.target.object("data", "k").bytes(), StandardCharsets.UTF_8);
  }

  @Test
  void partsOfAFileThatIsReplacedBetweenThemAreOfOneVersion() {
    source(OLD);
    script.on(StoreOperation.READ).call(11).then(new Fault.Pause(() -> source(NEW)));

    TransferResult result = run();

    assertThat(result.failures()).isEmpty();
    assertThat(arrived()).isEqualTo(NEW);
  }

  @Test
  void anUploadOfAnOlderVersionIsNotContinued() {
    source(OLD);
    script
        .on(StoreOperation.PUT_PART)
        .call(11)
        .then(Fault.permanentError(ErrorKind.PERMISSION_DENIED));
    assertThat(run().failed()).isEqualTo(1);
    source(NEW);

    TransferResult second = run();

    assertThat(second.failures()).isEmpty();
    assertThat(arrived()).isEqualTo(NEW);
    try (ObjectStore store = world.targetStore()) {
      assertThat(store.listUploads()).isEmpty();
    }
  }

  @Test
  void aPartThatIsNoLongerTheOneThatWasSentIsSentAgain() {
    source(OLD);
    script
        .on(StoreOperation.PUT_PART)
        .call(11)
        .then(Fault.permanentError(ErrorKind.PERMISSION_DENIED));
    assertThat(run().failed()).isEqualTo(1);
    try (ObjectStore store = world.targetStore()) {
      store.putPart(store.listUploads().get(0), 3, ObjectContent.of("x".repeat(50)));
    }
    FaultyProvider target = target();

    TransferResult second = run(target);

    assertThat(second.failures()).isEmpty();
    assertThat(second.bytesRead()).isEqualTo(550);
    assertThat(target.calls(StoreOperation.COMPLETE_UPLOAD)).isEqualTo(1);
    assertThat(target.calls(StoreOperation.DELETE)).isZero();
    assertThat(arrived()).isEqualTo(OLD);
  }

  /**
   * A kill between a file's second name and the end of its first leaves both; the next run ends it.
   */
  @Test
  void aFileThatOnlyLosesANameWhileItIsComparedIsComparedAnewAndLeft() throws IOException {
    source(OLD);
    Path there = atTarget(OLD);
    Path other = Files.createLink(folder.resolve("other"), there);
    script.on(StoreOperation.READ).first(1).then(new Fault.Pause(() -> delete(other)));

    TransferResult result = toFolder();

    assertThat(result.failures()).isEmpty();
    assertThat(result.skipped()).isEqualTo(1);
    assertThat(result.copied()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 1000})
  void aFileThatOnlyLosesANameWhileItIsReplacedIsReplaced(int size) throws IOException {
    source(OLD.substring(0, size));
    Path there = atTarget("before");
    Path other = Files.createLink(folder.resolve("other"), there);
    script.on(StoreOperation.READ).first(1).then(new Fault.Pause(() -> delete(other)));

    TransferResult result = toFolder();

    assertThat(result.failures()).isEmpty();
    assertThat(result.copied()).isEqualTo(1);
    assertThat(there).hasContent(OLD.substring(0, size));
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 1000})
  void aFileThatOthersWriteWhileItIsReplacedIsLeftToThem(int size) throws IOException {
    source(OLD.substring(0, size));
    Path there = atTarget("before");
    script.on(StoreOperation.READ).first(1).then(new Fault.Pause(() -> overwrite(there, "theirs")));

    assertLeftToThem(toFolder(), there);
  }

  /** As stores have them that tell whole seconds and no checksum. */
  @ParameterizedTest
  @ValueSource(ints = {100, 1000})
  void whatOthersWriteWithinTheSameSecondIsLeftToThemToo(int size) throws IOException {
    FileTime second = FileTime.from(Instant.ofEpochSecond(1_700_000_000));
    source(OLD.substring(0, size));
    Path there = atTarget("before");
    Files.setLastModifiedTime(there, second);
    script
        .on(StoreOperation.READ)
        .first(1)
        .then(new Fault.Pause(() -> overwrite(there, "theirs", second)));

    assertLeftToThem(toFolder(), there);
  }

  /** As programs leave it that keep the time of what they copy. */
  @ParameterizedTest
  @ValueSource(ints = {100, 1000})
  void whatOthersWriteWithTheTimeOfWhatWasThereIsLeftToThem(int size) throws IOException {
    source(OLD.substring(0, size));
    Path there = atTarget("before, and longer");
    FileTime time = Files.getLastModifiedTime(there);
    script
        .on(StoreOperation.READ)
        .first(1)
        .then(new Fault.Pause(() -> overwrite(there, "theirs", time)));

    assertLeftToThem(toFolder(), there);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 1000})
  void whatOthersDeleteWhileItIsReplacedIsNotWrittenAnew(int size) throws IOException {
    source(OLD.substring(0, size));
    Path there = atTarget("before");
    script.on(StoreOperation.READ).first(1).then(new Fault.Pause(() -> delete(there)));

    assertThat(toFolder().failures())
        .extracting(TransferFailure::kind)
        .containsExactly(ErrorKind.PRECONDITION_FAILED);
    assertThat(there).doesNotExist();
  }

  @Test
  void aTargetThatIsReplacedWhileItIsComparedIsComparedAnew() throws IOException {
    source(OLD);
    Path there = atTarget(OLD);
    script.on(StoreOperation.READ).first(1).then(new Fault.Pause(() -> overwrite(there, NEW)));

    TransferResult result = toFolder();

    assertThat(result.failures()).isEmpty();
    assertThat(result.copied()).isEqualTo(1);
    assertThat(there).hasContent(OLD);
  }

  @Test
  void aSourceThatIsDeletedWhileItIsComparedIsNamed() throws IOException {
    source(OLD);
    Path there = atTarget(OLD);
    script.on(StoreOperation.READ).first(1).then(new Fault.Pause(() -> delete(from.resolve("k"))));

    TransferResult result = toFolder();

    assertThat(result.failures())
        .extracting(TransferFailure::kind)
        .containsExactly(ErrorKind.NOT_FOUND);
    assertThat(there).hasContent(OLD);
  }

  private static void assertLeftToThem(TransferResult result, Path there) {
    assertThat(result.failures())
        .extracting(TransferFailure::kind)
        .containsExactly(ErrorKind.PRECONDITION_FAILED);
    assertThat(there).hasContent("theirs");
  }

  private Path atTarget(String content) throws IOException {
    return Files.writeString(Files.createDirectories(folder.resolve("to")).resolve("k"), content);
  }

  private TransferResult toFolder() {
    return world
        .engine(FaultyProvider.of(new LocalProvider(), script))
        .run(
            Transfer.from(Place.file(from))
                .to(Place.file(folder.resolve("to")))
                .state(folder.resolve("state"))
                .chunking(new Chunking(64, 128, 50))
                .retries(TransferWorld.QUICK)
                .parallelism(1)
                .build(),
            event -> {});
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void overwrite(Path file, String content) {
    try {
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void overwrite(Path file, String content, FileTime at) {
    overwrite(file, content);
    try {
      Files.setLastModifiedTime(file, at);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({"100, PUT, 2", "1000, PUT_PART, 21"})
  void whatIsSentAgainIsDigestedAnewAndTakenTheSecondTime(
      int size, StoreOperation write, long writes) {
    source(OLD.substring(0, size));
    script.on(write).first(1).then(Fault.connectionLost(30));
    FaultyProvider target = target();

    TransferResult result = run(target);

    assertThat(result.failures()).isEmpty();
    assertThat(target.calls(write)).isEqualTo(writes);
    assertThat(target.calls(StoreOperation.DELETE)).isZero();
    assertThat(target.calls(StoreOperation.ABORT_UPLOAD)).isZero();
    assertThat(arrived()).isEqualTo(OLD.substring(0, size));
  }

  @Test
  void aFileThatEndsEarlyLeavesTheTargetAsItWasThoughTheStoreTakesWhatComes() {
    try (ObjectStore store = world.targetStore()) {
      world.put(store, "k", "what was there before");
    }
    source(OLD.substring(0, 100));
    script.on(StoreOperation.READ).key("k").then(new Fault.EndEarly(60));

    TransferResult result = run(takesWhatComes(world.target));

    assertThat(result.failures())
        .extracting(TransferFailure::kind)
        .containsExactly(ErrorKind.DATA_CORRUPTED);
    assertThat(arrived()).isEqualTo("what was there before");
  }

  /** A store that counts no bytes: whatever it got by the end is the object. */
  private static CloudProvider takesWhatComes(CloudProvider real) {
    return AnsweredStore.provider(
        real,
        store ->
            (arguments, answering) ->
                arguments.length > 0 && arguments[0] instanceof PutRequest put
                    ? store.put(taken(put))
                    : answering.answer());
  }

  private static PutRequest taken(PutRequest put) throws IOException {
    try (InputStream content = put.content().stream()) {
      return PutRequest.of(put.key(), ObjectContent.of(content.readAllBytes()))
          .metadata(put.metadata())
          .precondition(put.precondition());
    }
  }
}
