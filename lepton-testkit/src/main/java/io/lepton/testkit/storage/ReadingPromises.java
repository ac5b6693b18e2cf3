package io.lepton.testkit.storage;

import static io.lepton.testkit.storage.Failures.fails;
import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.ByteRange;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectReader;
import io.lepton.spi.storage.ReadRequest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

abstract class ReadingPromises extends Promises {
  private static final byte[] CONTENT = random(4_000_037, 4);

  ReadingPromises(ObjectStoreContract contract) {
    super(contract);
  }

  private byte[] range(long offset, long length) throws Exception {
    ReadRequest request = ReadRequest.of("k").range(new ByteRange(offset, length));
    try (ObjectReader reader = store().read(request)) {
      assertThat(reader.info().sizeBytes()).as("size of the whole").isEqualTo(CONTENT.length);
      return reader.stream().readAllBytes();
    }
  }

  @Test
  void whatDoesNotExistIsNotFound() {
    assertThat(store().stat("missing")).isEmpty();
    fails(() -> store().read(ReadRequest.of("missing")), ErrorKind.NOT_FOUND);
    put("a/b", "x");
    assertThat(store().stat("a")).as("the folder of an object").isEmpty();
    fails(() -> store().read(ReadRequest.of("a")), ErrorKind.NOT_FOUND);
    assertThat(store().stat("a/b/c")).as("below an object").isEmpty();
    fails(() -> store().read(ReadRequest.of("a/b/c")), ErrorKind.NOT_FOUND);
  }

  @Test
  void aReaderDescribesTheObject() {
    ObjectInfo written = put("k", "hello");
    try (ObjectReader reader = store().read(ReadRequest.of("k"))) {
      assertThat(reader.info().key()).isEqualTo("k");
      assertThat(reader.info().sizeBytes()).isEqualTo(5);
      assertThat(reader.info().version()).isEqualTo(written.version());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "0, 4000037",
    "4000036, 1",
    "1, 4000036",
    "65535, 2",
    "1048576, 1048576",
    "4000000, 1000000",
    "12345, 9223372036854775807"
  })
  void aRangeGivesExactlyItsBytesUpToTheEnd(long offset, long length) throws Exception {
    put("k", CONTENT);
    int end = (int) Math.min(CONTENT.length, offset + Math.min(length, CONTENT.length));
    assertThat(range(offset, length)).isEqualTo(Arrays.copyOfRange(CONTENT, (int) offset, end));
  }

  @Test
  void aRangeThatStartsAtOrBeyondTheEndIsAnError() {
    put("k", "12345");
    for (long offset : new long[] {5, 6, 1L << 40}) {
      ReadRequest request = ReadRequest.of("k").range(new ByteRange(offset, 1));
      fails(() -> store().read(request), ErrorKind.INVALID_ARGUMENT);
    }
    put("empty", "");
    fails(
        () -> store().read(ReadRequest.of("empty").range(new ByteRange(0, 1))),
        ErrorKind.INVALID_ARGUMENT);
  }

  @Test
  void theWholeOfAnEmptyObjectIsNoError() {
    put("empty", "");
    assertThat(bytes("empty")).isEmpty();
  }

  @Test
  void aPinnedReadTakesTheVersionThatWasSeenOrFails() {
    ObjectInfo first = put("k", "one");
    try (ObjectReader reader = store().read(ReadRequest.pinned(first))) {
      assertThat(reader.info().version()).isEqualTo(first.version());
    }
    ObjectInfo second = put("k", "two");
    fails(() -> store().read(ReadRequest.pinned(first)), ErrorKind.PRECONDITION_FAILED);
    fails(
        () -> store().read(ReadRequest.pinned(first).range(new ByteRange(1, 1))),
        ErrorKind.PRECONDITION_FAILED);
    store().delete(List.of("k"));
    fails(() -> store().read(ReadRequest.pinned(second)), ErrorKind.NOT_FOUND);
  }

  @Test
  void anObjectThatIsReplacedWhileItIsReadIsNeverMixed() throws Exception {
    put("k", CONTENT);
    byte[] other = random(CONTENT.length, 5);
    readAroundChange(() -> put("k", other));
  }

  @Test
  void anObjectThatIsReplacedByAShorterOneWhileItIsReadDoesNotEndEarly() throws Exception {
    put("k", CONTENT);
    readAroundChange(() -> put("k", "short"));
  }

  @Test
  void anObjectThatIsDeletedWhileItIsReadDoesNotEndEarly() throws Exception {
    put("k", CONTENT);
    readAroundChange(() -> assertThat(store().delete(List.of("k"))).isEmpty());
  }

  /** All of the old bytes, or an error: nothing else. */
  private void readAroundChange(Runnable change) throws Exception {
    try (ObjectReader reader = store().read(ReadRequest.of("k"))) {
      ByteBuffer all = ByteBuffer.allocate(CONTENT.length + 1);
      all.limit(1000);
      while (all.hasRemaining()) {
        assertThat(reader.read(all)).isPositive();
      }
      change.run();
      all.limit(all.capacity());
      try {
        while (reader.read(all) >= 0) {
          assertThat(all.hasRemaining()).as("room behind the last byte").isTrue();
        }
      } catch (CloudException e) {
        assertThat(e.kind()).isIn(ErrorKind.PRECONDITION_FAILED, ErrorKind.NOT_FOUND);
        return;
      }
      assertThat(remaining(all.flip())).isEqualTo(CONTENT);
    }
  }

  @Test
  void aReadThatIsClosedEarlyHarmsNothing() throws Exception {
    put("k", CONTENT);
    try (ObjectReader reader = store().read(ReadRequest.of("k"))) {
      assertThat(reader.isOpen()).isTrue();
      assertThat(reader.read(ByteBuffer.allocate(10))).isPositive();
      reader.close();
      assertThat(reader.isOpen()).isFalse();
    }
    assertThat(bytes("k")).isEqualTo(CONTENT);
  }

  @Test
  void aReadWhoseThreadIsInterruptedIsCancelled() {
    put("k", CONTENT);
    boolean flag;
    try (ObjectReader reader = store().read(ReadRequest.of("k"))) {
      Thread.currentThread().interrupt();
      fails(() -> reader.stream().readAllBytes(), ErrorKind.CANCELLED);
    } finally {
      flag = Thread.interrupted();
    }
    assertThat(flag).isTrue();
    assertThat(bytes("k")).isEqualTo(CONTENT);
  }

  @Test
  void rangesOfOneObjectAreReadInParallel() throws Exception {
    put("k", CONTENT);
    int piece = 333_337;
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Future<byte[]>> pieces = new ArrayList<>();
      for (int offset = 0; offset < CONTENT.length; offset += piece) {
        int from = offset;
        pieces.add(threads.submit(() -> range(from, piece)));
      }
      ByteBuffer all = ByteBuffer.allocate(CONTENT.length);
      for (Future<byte[]> one : pieces) {
        all.put(one.get());
      }
      assertThat(all.array()).isEqualTo(CONTENT);
    } finally {
      threads.shutdownNow();
    }
  }
}
