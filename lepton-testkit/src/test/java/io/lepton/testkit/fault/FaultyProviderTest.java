package io.lepton.testkit.fault;

import static io.lepton.testkit.fault.StoreOperation.COMPLETE_UPLOAD;
import static io.lepton.testkit.fault.StoreOperation.DELETE;
import static io.lepton.testkit.fault.StoreOperation.LIST;
import static io.lepton.testkit.fault.StoreOperation.PUT;
import static io.lepton.testkit.fault.StoreOperation.PUT_PART;
import static io.lepton.testkit.fault.StoreOperation.READ;
import static io.lepton.testkit.fault.StoreOperation.STAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.DeleteFailure;
import io.lepton.spi.storage.ListPage;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.MultipartUpload;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.ObjectReader;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.Precondition;
import io.lepton.spi.storage.PutRequest;
import io.lepton.spi.storage.ReadRequest;
import io.lepton.spi.storage.UploadedPart;
import io.lepton.testkit.memory.MemoryProvider;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class FaultyProviderTest {
  private final MemoryProvider memory = new MemoryProvider();
  private final FaultScript script = new FaultScript();
  private final FaultyProvider provider = FaultyProvider.of(memory, script);
  private final ObjectStore store = provider.wrap(memory.store("mem://b"));

  private void put(String key, String text) {
    store.put(PutRequest.of(key, ObjectContent.of(text)));
  }

  private String read(String key) throws Exception {
    try (ObjectReader reader = store.read(ReadRequest.of(key))) {
      return new String(reader.stream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  private static CloudException error(ThrowingCallable action) {
    CloudException error = catchThrowableOfType(CloudException.class, action);
    assertThat(error).isNotNull();
    return error;
  }

  @Test
  void onlyTheChosenCallFails() {
    script.on(PUT).key("a").call(2).then(Fault.transientError(ErrorKind.RESOURCE_EXHAUSTED));
    put("b", "other key");
    put("a", "first call");
    CloudException error = error(() -> put("a", "second call"));
    assertThat(error.kind()).isEqualTo(ErrorKind.RESOURCE_EXHAUSTED);
    assertThat(error.retryable()).isTrue();
    assertThat(error.location()).isEqualTo("mem://b/a");
    assertThat(memory.object("b", "a").text()).isEqualTo("first call");
    put("a", "third call");
    assertThat(provider.calls(PUT)).isEqualTo(4);
    assertThat(provider.injected()).hasSize(1);
    assertThat(provider.injected().get(0).call().key()).isEqualTo("a");
  }

  @Test
  void aLostAnswerComesAfterTheEffect() {
    script.on(PUT).first(1).then(Fault.lostAnswer());
    CloudException error = error(() -> put("a", "there"));
    assertThat(error.kind()).isEqualTo(ErrorKind.OUTCOME_UNKNOWN);
    assertThat(error.retryable()).isFalse();
    assertThat(memory.object("b", "a").text()).isEqualTo("there");
  }

  @Test
  void aCompletionCanLoseItsAnswerToo() {
    script.on(COMPLETE_UPLOAD).first(1).then(Fault.lostAnswer());
    MultipartUpload upload = store.startUpload("a", ObjectMetadata.none());
    List<UploadedPart> parts = List.of(store.putPart(upload, 1, ObjectContent.of("there")));
    error(() -> store.completeUpload(upload, parts, Precondition.none()));
    assertThat(memory.snapshot("b")).containsKey("a");
    assertThat(error(() -> store.completeUpload(upload, parts, Precondition.none())).kind())
        .isEqualTo(ErrorKind.NOT_FOUND);
  }

  @Test
  void aFullDiskLeavesTheOldObject() {
    put("a", "old");
    script.on(PUT).first(1).then(Fault.diskFull(5));
    CloudException error = error(() -> put("a", "longer than five bytes"));
    assertThat(error.kind()).isEqualTo(ErrorKind.RESOURCE_EXHAUSTED);
    assertThat(memory.object("b", "a").text()).isEqualTo("old");
  }

  @Test
  void aReaderBreaksEndsEarlyOrFlipsABit() throws Exception {
    put("a", "0123456789");
    script.on(READ).call(1).then(Fault.connectionLost(4));
    assertThat(error(() -> read("a")).retryable()).isTrue();
    script.on(READ).call(1).then(new Fault.EndEarly(4));
    assertThat(read("a")).isEqualTo("0123");
    script.on(READ).call(1).then(new Fault.FlipBit(8));
    assertThat(read("a")).isEqualTo("0023456789");
    assertThat(read("a")).isEqualTo("0123456789");
  }

  @Test
  void aBitThatFlipsOnTheWayIsCaughtByADemandedChecksum() {
    script.on(PUT).then(new Fault.FlipBit(3));
    put("a", "123456789");
    assertThat(memory.object("b", "a").text()).isEqualTo("923456789");
    PutRequest checked =
        PutRequest.of("b", ObjectContent.of("123456789")).checksum(Checksum.crc32c(0xe3069283L));
    assertThat(error(() -> store.put(checked)).kind()).isEqualTo(ErrorKind.DATA_CORRUPTED);
    assertThat(memory.snapshot("b")).doesNotContainKey("b");
  }

  @Test
  void aListingFailsMidWay() {
    put("a", "1");
    put("b", "2");
    script.on(LIST).call(2).then(Fault.permanentError(ErrorKind.TIMED_OUT));
    ListRequest request = new ListRequest("", Optional.empty(), 1);
    ListPage page = store.list(request);
    ListRequest next = request.after(page.next().orElseThrow());
    assertThat(error(() -> store.list(next)).kind()).isEqualTo(ErrorKind.TIMED_OUT);
    assertThat(store.list(next).objects()).hasSize(1);
  }

  @Test
  void oneKeyOfABatchIsDenied() {
    put("a", "1");
    put("b", "2");
    put("c", "3");
    script.on(DELETE).key("b").then(Fault.permanentError(ErrorKind.PERMISSION_DENIED));
    script.on(DELETE).key("c").then(Fault.lostAnswer());
    assertThat(store.delete(List.of("a", "b", "c")))
        .extracting(DeleteFailure::key)
        .containsExactly("b", "c");
    assertThat(memory.snapshot("b")).containsOnlyKeys("b");
  }

  @Test
  void anUploadExpiresForReal() {
    script.on(PUT_PART).call(2).then(new Fault.ExpireUpload());
    MultipartUpload upload = store.startUpload("a", ObjectMetadata.none());
    store.putPart(upload, 1, ObjectContent.of("1"));
    assertThat(error(() -> store.putPart(upload, 2, ObjectContent.of("2"))).kind())
        .isEqualTo(ErrorKind.NOT_FOUND);
    assertThat(store.listUploads()).isEmpty();
  }

  @Test
  void aPauseHoldsACallUntilTheTestLetsItGo() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    script
        .on(STAT)
        .then(
            new Fault.Pause(
                () -> {
                  reached.countDown();
                  go.await();
                }));
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<Boolean> call = thread.submit(() -> store.stat("a").isPresent());
      assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
      put("a", "written meanwhile");
      go.countDown();
      assertThat(call.get(10, TimeUnit.SECONDS)).isTrue();
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  void aSeededPlanRepeatsItself() {
    assertThat(failuresOf(1)).isEqualTo(failuresOf(1)).isNotEqualTo(failuresOf(2)).isNotEmpty();
  }

  private static List<Integer> failuresOf(long seed) {
    FaultPlan plan =
        FaultPlan.seeded(
            seed, 0.3, EnumSet.of(PUT), List.of(Fault.transientError(ErrorKind.UNKNOWN)));
    ObjectStore seeded =
        FaultyProvider.of(new MemoryProvider(), plan).wrap(new MemoryProvider().store("mem://b"));
    List<Integer> failures = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      try {
        seeded.put(PutRequest.of("k" + i, ObjectContent.of("x")));
      } catch (CloudException e) {
        failures.add(i);
      }
    }
    return failures;
  }
}
