package io.lepton.azure;

import static io.lepton.testkit.storage.Failures.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.storage.blob.BlobClient;
import io.lepton.spi.CloudBackends;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.storage.Checksums;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.MultipartUpload;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.ObjectReader;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.PutRequest;
import io.lepton.spi.storage.ReadRequest;
import io.lepton.testkit.wire.FaultProxy;
import io.lepton.testkit.wire.ServiceErrors;
import io.lepton.testkit.wire.WireFault;
import io.lepton.testkit.wire.WireRequest;
import io.lepton.testkit.wire.WireScript;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is sent, what becomes of answers that go wrong, and what other tools may have done. */
@Timeout(120)
class AzureWireTest {
  private final WireScript script = new WireScript();
  private FaultProxy proxy;
  private CloudBackends backends;
  private Place place;
  private ObjectStore store;

  @BeforeEach
  void open() {
    place = Azurite.newContainer();
    proxy = FaultProxy.before(Azurite.endpoint()).plan(script).start();
    backends =
        new AzureProvider()
            .open(
                Azurite.config(
                    Map.of(
                        "AZURE_STORAGE_CONNECTION_STRING",
                        Azurite.connectionString(proxy.endpoint()))));
    store = backends.storage().orElseThrow().open(place);
  }

  @AfterEach
  void close() {
    backends.close();
    proxy.close();
  }

  private ObjectInfo put(String key, byte[] content) {
    return store.put(PutRequest.of(key, ObjectContent.of(content)));
  }

  private byte[] bytes(String key) throws Exception {
    try (ObjectReader reader = store.read(ReadRequest.of(key))) {
      return reader.stream().readAllBytes();
    }
  }

  private BlobClient blob(String key) {
    return Azurite.client().getBlobContainerClient(place.bucket()).getBlobClient(key);
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static boolean isCommit(WireRequest request) {
    return request.asks("comp") && request.query().contains("comp=blocklist");
  }

  @ParameterizedTest
  @CsvSource({"503, ServerBusy", "429, ''"})
  void throttlingIsRetryableAndSentOnceOnly(int status, String code) {
    script.onAny().then(ServiceErrors.azure(status, code));
    assertThat(fails(() -> put("k", new byte[9]), ErrorKind.RESOURCE_EXHAUSTED).retryable())
        .isTrue();
    assertThat(fails(() -> store.list(ListRequest.all()), ErrorKind.RESOURCE_EXHAUSTED).retryable())
        .isTrue();
    assertThat(proxy.requestCount()).isEqualTo(2);
  }

  /** 409 is the answer to what another request hinders, and to much that nothing will change. */
  @ParameterizedTest
  @CsvSource({
    "BlobUsesCustomerSpecifiedEncryption, INVALID_ARGUMENT, encrypted with a key",
    "BlobOperationNotSupported, INVALID_ARGUMENT, Data Lake endpoint",
    "ResourceTypeMismatch, INVALID_ARGUMENT, a folder lies where",
    "FeatureNotYetSupportedForHierarchicalNamespaceAccounts, UNSUPPORTED, hierarchical",
    "CannotVerifyCopySource, PERMISSION_DENIED, may not read the source",
    "ContentLengthLargerThanTierLimit, INVALID_ARGUMENT, does not accept"
  })
  void aConflictThatLastsIsNotTriedAgain(String code, ErrorKind kind, String told) {
    script.onAny().then(ServiceErrors.azure(409, code));
    CloudException error = fails(() -> put("k", new byte[9]), kind);
    assertThat(error).hasMessageContaining(told);
    assertThat(error.retryable()).isFalse();
  }

  @Test
  void aSourceThatTheServiceWasTooSlowToReadIsTriedAgainAndNoUnknownOutcome() {
    script.onAny().then(ServiceErrors.azure(500, "CannotVerifyCopySource"));
    assertThat(fails(() -> put("k", new byte[9]), ErrorKind.TIMED_OUT).retryable()).isTrue();
  }

  @Test
  void anEmptyLogOfAnotherToolIsInNobodysWayWhenUploadsAreListed() {
    blob("log").getAppendBlobClient().create();
    MultipartUpload upload = store.startUpload("k", ObjectMetadata.none());
    assertThat(store.listUploads()).containsExactly(upload);
    assertThat(store.listUploads("log")).isEmpty();
  }

  /** Of an account with a hierarchical namespace, as which the emulator cannot be started. */
  @Test
  void aFolderIsNoObject() {
    put("k", new byte[9]);
    script
        .on("HEAD")
        .then(
            WireFault.answer(
                200, Map.of("x-ms-resource-type", "directory", "ETag", "\"0x8DE\""), ""));
    assertThat(store.stat("k")).isEmpty();
  }

  @Test
  void whatAHierarchicalAccountWouldChangeOrRefuseIsKnownBefore() {
    ObjectMetadata tagged = new ObjectMetadata(Map.of(), Map.of("a", "x"), Map.of("b", "y"));
    assertThat(store.keepable(tagged)).isEqualTo(tagged);
    assertThat(store.keyProblem("a//b")).isEmpty();
    store = backends.storage().orElseThrow().open(place);
    script
        .on("HEAD")
        .asking("restype")
        .then(WireFault.answer(200, Map.of("x-ms-is-hns-enabled", "true"), ""));
    assertThat(fails(() -> put("a//b", new byte[9]), ErrorKind.INVALID_ARGUMENT))
        .hasMessageContaining("empty segments");
    assertThat(store.keyProblem("folder/")).isPresent();
    assertThat(store.keepable(tagged))
        .isEqualTo(new ObjectMetadata(Map.of(), Map.of("a", "x"), Map.of()));
    assertThat(store.keyProblem("a/b")).isEmpty();
    assertThat(proxy.requests(request -> request.asks("restype")))
        .as("asked once by each store")
        .hasSize(2);
  }

  @Test
  void anAnswerLostAfterAWriteIsAnUnknownOutcomeAndTheObjectIsThere() throws Exception {
    script.on("PUT").call(1).then(WireFault.lostAnswer());
    CloudException error = fails(() -> put("k", random(9)), ErrorKind.OUTCOME_UNKNOWN);
    assertThat(error.retryable()).isFalse();
    assertThat(bytes("k")).isEqualTo(random(9));
  }

  @Test
  void anAnswerLostAfterACommitIsAnUnknownOutcome() throws Exception {
    MultipartUpload upload = store.startUpload("k", ObjectMetadata.none());
    var part = store.putPart(upload, 1, ObjectContent.of("part"));
    script.on("PUT").where(AzureWireTest::isCommit).call(1).then(WireFault.lostAnswer());
    fails(
        () ->
            store.completeUpload(
                upload, List.of(part), io.lepton.spi.storage.Precondition.absent()),
        ErrorKind.OUTCOME_UNKNOWN);
    assertThat(bytes("k")).isEqualTo("part".getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  void anAnswerThatEndsEarlyIsNoShorterObject() {
    put("k", random(300_000));
    script.on("GET").call(1).then(new WireFault.CutAnswer(200_000));
    CloudException error = fails(() -> bytes("k"), ErrorKind.DATA_CORRUPTED);
    assertThat(error.retryable()).isTrue();
  }

  @Test
  void aListingThatIsCutIsNoLastPage() {
    for (int i = 0; i < 20; i++) {
      put("key-" + i, new byte[0]);
    }
    script.on("GET").call(1).then(new WireFault.CutAnswer(1_500));
    CloudException error =
        catchThrowableOfType(CloudException.class, () -> store.list(ListRequest.all()));
    assertThat(error).isNotNull();
    assertThat(error.retryable()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"1000", "5000000"})
  void oneFlippedBitOnTheWayThereIsRefusedAndNothingIsStored(int size) {
    script.on("PUT").call(1).then(new WireFault.FlipRequest(size / 2));
    fails(() -> put("k", random(size)), ErrorKind.DATA_CORRUPTED);
    assertThat(store.stat("k")).isEmpty();
  }

  @Test
  void aFlippedBitInAPartIsRefusedAndTheUploadGoesOn() throws Exception {
    MultipartUpload upload = store.startUpload("k", ObjectMetadata.none());
    script.on("PUT").call(1).then(new WireFault.FlipRequest(70_000));
    fails(
        () -> store.putPart(upload, 1, ObjectContent.of(random(100_000))),
        ErrorKind.DATA_CORRUPTED);
    var part = store.putPart(upload, 1, ObjectContent.of(random(100_000)));
    store.completeUpload(upload, List.of(part), io.lepton.spi.storage.Precondition.none());
    assertThat(bytes("k")).isEqualTo(random(100_000));
  }

  @Test
  void aDigestDoesNotOutliveAnOverwriteThatCopiesTheMetadata() {
    put("k", random(1000));
    Map<String, String> copied = blob("k").getProperties().getMetadata();
    assertThat(copied).containsKey("lepton_digest");
    // Another tool, at another time: the digest tells when it was written.
    copied.computeIfPresent(
        "lepton_digest", (name, value) -> value.replaceFirst("-[0-9]{9,}-", "-1700000000-"));
    blob("k").setMetadata(copied);
    ObjectInfo info = store.stat("k").orElseThrow();
    assertThat(info.checksums()).isEqualTo(Checksums.none());
    assertThat(info.metadata().orElseThrow().user()).isEmpty();
    assertThat(store.list(ListRequest.all()).objects().get(0).checksums())
        .isEqualTo(Checksums.none());
  }

  @Test
  void aListingKnowsTheDigestsAndMetadataThatStatKnows() {
    ObjectMetadata metadata =
        new ObjectMetadata(Map.of("cache-control", "no-cache"), Map.of("owner", "x"), Map.of());
    store.put(PutRequest.of("k", ObjectContent.of("content")).metadata(metadata));
    assertThat(store.list(ListRequest.all()).objects())
        .containsExactly(store.stat("k").orElseThrow());
    assertThat(store.stat("k").orElseThrow().metadata()).contains(metadata);
  }

  @Test
  void metadataThatTheServiceCannotKeepIsLeftOutVisibly() {
    ObjectMetadata metadata =
        new ObjectMetadata(
            Map.of("content-disposition", "attachment; filename=\u00e4"),
            Map.of("with-dash", "1", "kept", "2", "umlaut", "\u00e4", "lepton_digest", "3"),
            Map.of("bad#name", "1", "good", "2"));
    ObjectInfo stored = store.put(PutRequest.of("k", ObjectContent.of("x")).metadata(metadata));
    assertThat(stored.metadata())
        .contains(new ObjectMetadata(Map.of(), Map.of("kept", "2"), Map.of("good", "2")));
    assertThat(store.stat("k").orElseThrow().metadata()).isEqualTo(stored.metadata());
  }

  @Test
  void manyKeysAreDeletedInOneRequest() {
    put("a", new byte[1]);
    put("b", new byte[1]);
    proxy.forget();
    assertThat(store.delete(List.of("a", "b", "missing"))).isEmpty();
    assertThat(proxy.requests("POST")).hasSize(1);
    assertThat(store.list(ListRequest.all()).objects()).isEmpty();
  }

  @Test
  void aMissingContainerIsNamedByEveryOperation() {
    ObjectStore missing = backends.storage().orElseThrow().open(Place.parse("az://no-such-place"));
    List<ThrowingCallable> operations =
        List.of(
            () -> missing.stat("k"),
            () -> missing.read(ReadRequest.of("k")),
            () -> missing.put(PutRequest.of("k", ObjectContent.of("x"))),
            () -> missing.list(ListRequest.all()),
            () -> missing.startUpload("k", ObjectMetadata.none()));
    for (ThrowingCallable operation : operations) {
      assertThat(fails(operation, ErrorKind.NOT_FOUND)).hasMessageContaining("no-such-place");
    }
    assertThat(missing.delete(List.of("k"))).hasSize(1);
  }

  @Test
  void aWrongKeyIsDeniedAndNotRepeated() {
    String wrong = Azurite.connectionString().replaceFirst("AccountKey=....", "AccountKey=AAAA");
    try (CloudBackends other =
        new AzureProvider()
            .open(Azurite.config(Map.of("AZURE_STORAGE_CONNECTION_STRING", wrong)))) {
      ObjectStore denied = other.storage().orElseThrow().open(place);
      CloudException error =
          fails(() -> denied.list(ListRequest.all()), ErrorKind.PERMISSION_DENIED);
      assertThat(error.retryable()).isFalse();
      assertThat(error.toString()).doesNotContain("AAAA");
    }
  }

  @Test
  void anotherToolsUnfinishedUploadInTheWayIsNamed() {
    blob("k")
        .getBlockBlobClient()
        .stageBlock("c2hvcnQ=", new java.io.ByteArrayInputStream(new byte[1]), 1);
    assertThat(
            fails(() -> store.startUpload("k", ObjectMetadata.none()), ErrorKind.INVALID_ARGUMENT))
        .hasMessageContaining("another tool's unfinished upload");
  }
}
