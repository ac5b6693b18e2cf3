package io.lepton.transfer;

import static io.lepton.transfer.TransferWorld.contents;
import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.Capability;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.testkit.fault.Fault;
import io.lepton.testkit.fault.FaultScript;
import io.lepton.testkit.fault.StoreOperation;
import io.lepton.testkit.memory.MemoryProvider;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The answer to a completion is lost, where only metadata changed and the version does not tell
 * whether it went through.
 */
class LostCompletionTest {
  private static final String CONTENT = "0123456789".repeat(100);
  private static final ObjectMetadata RED = type("image/red");
  private static final ObjectMetadata BLUE = type("image/blue");

  private final Path folder;
  private final TransferWorld world;
  private final FaultScript script = new FaultScript();

  LostCompletionTest(@TempDir Path folder) {
    this.folder = folder;
    this.world =
        new TransferWorld(
            folder,
            new MemoryProvider().versionedByContent(),
            new MemoryProvider().versionedByContent().without(Capability.SERVER_SIDE_COPY));
  }

  private static ObjectMetadata type(String type) {
    return new ObjectMetadata(Map.of("content-type", type), Map.of(), Map.of());
  }

  private static void put(TransferWorld world, ObjectStore store, ObjectMetadata metadata) {
    world.put(store, "large", CONTENT, metadata);
  }

  private void atTarget(ObjectMetadata metadata) {
    try (ObjectStore store = world.targetStore()) {
      put(world, store, metadata);
    }
  }

  private TransferResult run() {
    return world.faulty(script).run(transfer().build(), event -> {});
  }

  private Transfer.Builder transfer() {
    return world.transfer().chunking(new Chunking(64, 128, 100));
  }

  @BeforeEach
  void onlyMetadataDiffers() {
    try (ObjectStore store = world.sourceStore()) {
      put(world, store, RED);
      assertThat(world.run(transfer().build()).copied()).isEqualTo(1);
      put(world, store, BLUE);
    }
    script
        .on(StoreOperation.COMPLETE_UPLOAD)
        .from(2)
        .then(Fault.permanentError(ErrorKind.NOT_FOUND));
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void isNotTakenForDone() {
    TransferResult result = run();

    assertThat(result.copied()).isZero();
    assertThat(result.failures()).extracting(TransferFailure::key).containsExactly("large");
  }

  @Test
  void thatItWentThroughIsSeenByDateAndMetadata() {
    script.on(StoreOperation.COMPLETE_UPLOAD).first(1).then(Fault.lostAnswer());

    TransferResult result = run();

    assertThat(result.failures()).isEmpty();
    assertThat(result.copied()).isEqualTo(1);
    assertThat(contents(world.target)).isEqualTo(contents(world.source));
    try (ObjectStore store = world.targetStore()) {
      assertThat(store.listUploads()).isEmpty();
    }
  }

  @Test
  void anUploadThatWasBegunWithOtherMetadataIsNotContinued() {
    script
        .on(StoreOperation.PUT_PART)
        .call(5)
        .then(Fault.permanentError(ErrorKind.PERMISSION_DENIED));
    assertThat(run().failed()).isEqualTo(1);
    try (ObjectStore store = world.sourceStore()) {
      put(world, store, type("image/green"));
    }

    assertThat(run().failures()).isEmpty();
    assertThat(contents(world.target)).isEqualTo(contents(world.source));
  }

  @Test
  void thatItDidNotGoThroughIsSeenToo() {
    script
        .on(StoreOperation.COMPLETE_UPLOAD)
        .first(1)
        .then(Fault.permanentError(ErrorKind.OUTCOME_UNKNOWN));
    isNotTakenForDone();
  }

  @Test
  void whatAnotherWriterWroteWithOtherMetadataIsNotTakenForIt() {
    script
        .on(StoreOperation.PUT_PART)
        .first(1)
        .then(new Fault.Pause(() -> atTarget(type("image/green"))))
        .on(StoreOperation.COMPLETE_UPLOAD)
        .first(1)
        .then(Fault.permanentError(ErrorKind.OUTCOME_UNKNOWN));
    isNotTakenForDone();
  }

  /** As of a full transfer that gives objects another key, or another class. */
  @Test
  void whatWasThereWithThisMetadataBeforeIsNotTakenForIt() {
    atTarget(BLUE);
    script
        .on(StoreOperation.COMPLETE_UPLOAD)
        .first(1)
        .then(Fault.permanentError(ErrorKind.OUTCOME_UNKNOWN));

    TransferResult result =
        world
            .faulty(script)
            .run(transfer().full().state(folder.resolve("full")).build(), event -> {});

    assertThat(result.copied()).isZero();
    assertThat(result.failures()).extracting(TransferFailure::key).containsExactly("large");
  }
}
