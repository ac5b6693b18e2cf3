package io.lepton.testkit.storage;

import static io.lepton.testkit.storage.Failures.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.PutRequest;
import java.nio.ByteBuffer;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

abstract class WritingPromises extends Promises {
  private static final byte[] CONTENT = random(1_048_589, 1);

  WritingPromises(ObjectStoreContract contract) {
    super(contract);
  }

  @Test
  void aWrittenObjectReadsBackByteForByte() {
    put("k", CONTENT);
    assertThat(bytes("k")).isEqualTo(CONTENT);
  }

  @Test
  void anEmptyObjectIsAnObject() {
    ObjectInfo info = put("empty", "");
    assertThat(info.sizeBytes()).isZero();
    assertThat(bytes("empty")).isEmpty();
    assertThat(keys()).containsExactly("empty");
  }

  @Test
  void aWriteReplacesWhatWasThere() {
    put("k", "a longer text than the next");
    put("k", "short");
    assertThat(text("k")).isEqualTo("short");
    assertThat(info("k").sizeBytes()).isEqualTo(5);
  }

  @Test
  void aWriteReturnsWhatStatThenSays() {
    ObjectInfo written = put("a/b", "hello");
    ObjectInfo seen = info("a/b");
    assertThat(written.key()).isEqualTo("a/b");
    assertThat(written.sizeBytes()).isEqualTo(5);
    assertThat(seen.version()).isEqualTo(written.version());
    assertThat(seen.sizeBytes()).isEqualTo(5);
    assertThat(seen.lastModified())
        .as("a store may tell a write's time only by the clock of its answer")
        .isCloseTo(written.lastModified(), within(1, ChronoUnit.MINUTES));
  }

  @Test
  void theVersionChangesWithTheContent() {
    String first = put("k", "one").version();
    String second = put("k", "two").version();
    assertThat(second).isNotEqualTo(first);
    assertThat(info("k").version()).isEqualTo(second);
  }

  @Test
  void anotherStoreSeesTheObjectAsSoonAsTheWriteReturned() {
    put("k", "seen");
    assertThat(another().stat("k")).isPresent();
  }

  @Test
  void aWriteTakesAnyBufferAndLeavesItsPosition() {
    ByteBuffer direct = ByteBuffer.allocateDirect(100).put(new byte[100]).flip().position(40);
    store().put(PutRequest.of("direct", ObjectContent.of(direct)));
    assertThat(bytes("direct")).hasSize(60);
    assertThat(direct.position()).isEqualTo(40);
  }

  @Test
  void contentThatFailsLeavesTheOldObject() {
    put("k", "old");
    PutRequest broken = PutRequest.of("k", BrokenContent.goingAway(CONTENT));
    fails(() -> store().put(broken), ErrorKind.UNKNOWN);
    assertThat(text("k")).isEqualTo("old");
  }

  @Test
  void contentThatFailsLeavesNothingWhereNothingWas() {
    PutRequest broken = PutRequest.of("k", BrokenContent.goingAway(CONTENT));
    fails(() -> store().put(broken), ErrorKind.UNKNOWN);
    assertThat(store().stat("k")).isEmpty();
    assertThat(keys()).isEmpty();
  }

  @Test
  void anErrorOfTheSourceCloudReachesTheCallerAsItIs() {
    CloudException cause =
        CloudException.of(ErrorKind.PRECONDITION_FAILED).message("the source changed");
    CloudException error =
        fails(
            () ->
                store()
                    .put(
                        PutRequest.of(
                            "k",
                            BrokenContent.halfway(
                                CONTENT,
                                () -> {
                                  throw cause;
                                }))),
            ErrorKind.PRECONDITION_FAILED);
    assertThat(error).isSameAs(cause);
    assertThat(store().stat("k")).isEmpty();
  }

  @Test
  void contentThatIsShorterThanAnnouncedIsRefused() {
    put("k", "old");
    fails(
        () -> store().put(PutRequest.of("k", BrokenContent.lying(CONTENT, CONTENT.length + 1))),
        ErrorKind.DATA_CORRUPTED);
    assertThat(text("k")).isEqualTo("old");
  }

  @Test
  void contentThatIsLongerThanAnnouncedIsRefused() {
    put("k", "old");
    fails(
        () -> store().put(PutRequest.of("k", BrokenContent.lying(CONTENT, CONTENT.length - 1))),
        ErrorKind.DATA_CORRUPTED);
    fails(
        () -> store().put(PutRequest.of("new", BrokenContent.lying(new byte[1], 0))),
        ErrorKind.DATA_CORRUPTED);
    assertThat(text("k")).isEqualTo("old");
    assertThat(keys()).containsExactly("k");
  }

  @Test
  void aWriteWhoseThreadIsInterruptedIsCancelledAndLeavesTheOldObject() {
    put("k", "old");
    ObjectContent interrupting =
        BrokenContent.halfway(CONTENT, () -> Thread.currentThread().interrupt());
    CloudException error;
    boolean flag;
    try {
      error = fails(() -> store().put(PutRequest.of("k", interrupting)), ErrorKind.CANCELLED);
    } finally {
      flag = Thread.interrupted();
    }
    assertThat(flag).as("interrupt flag after " + error).isTrue();
    assertThat(text("k")).isEqualTo("old");
    put("k", "new");
    assertThat(text("k")).as("the store works on").isEqualTo("new");
  }

  @Test
  void contentIsAlwaysSentFromItsFirstByte() {
    BrokenContent counted = new BrokenContent(CONTENT, CONTENT.length, 1000, () -> {});
    store().put(PutRequest.of("one", counted));
    store().put(PutRequest.of("two", counted));
    assertThat(counted.timesOpened()).isGreaterThanOrEqualTo(2);
    assertThat(bytes("one")).isEqualTo(CONTENT);
    assertThat(bytes("two")).isEqualTo(CONTENT);
  }

  @Test
  void aWrittenObjectSurvivesSyncAndSyncMayBeRepeated() {
    put("a/b/c", "kept");
    store().sync();
    store().sync();
    assertThat(text("a/b/c")).isEqualTo("kept");
  }

  @Test
  void readersNeverSeeAMixtureOfTwoWrites() throws Exception {
    byte[] one = new byte[300_000];
    byte[] two = random(300_000, 2);
    put("k", one);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Integer>> running = new ArrayList<>();
      for (byte[] content : List.of(one, two)) {
        running.add(threads.submit(writer(content)));
      }
      for (int i = 0; i < 40; i++) {
        byte[] seen;
        try {
          seen = bytes("k");
        } catch (CloudException e) {
          assertThat(e.kind()).isEqualTo(ErrorKind.PRECONDITION_FAILED);
          continue;
        }
        assertThat(seen)
            .satisfiesAnyOf(s -> assertThat(s).isEqualTo(one), s -> assertThat(s).isEqualTo(two));
      }
      for (Future<Integer> one1 : running) {
        assertThat(one1.get()).isEqualTo(15);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private Callable<Integer> writer(byte[] content) {
    return () -> {
      int written = 0;
      for (; written < 15; written++) {
        put("k", content);
      }
      return written;
    };
  }

  @Test
  void manyThreadsWriteManyObjectsAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<ObjectInfo>> running = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        String key = "folder" + i % 5 + "/deep/" + i;
        running.add(threads.submit(() -> put(key, key)));
      }
      for (Future<ObjectInfo> one : running) {
        ObjectInfo info = one.get();
        assertThat(text(info.key())).isEqualTo(info.key());
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(keys()).hasSize(64);
  }
}
