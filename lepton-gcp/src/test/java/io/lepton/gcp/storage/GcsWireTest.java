package io.lepton.gcp.storage;

import static io.lepton.testkit.storage.Failures.fails;
import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.spi.storage.ContentDigest;
import io.lepton.spi.storage.CopyRequest;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.MultipartUpload;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.ObjectReader;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.Precondition;
import io.lepton.spi.storage.PutRequest;
import io.lepton.spi.storage.ReadRequest;
import io.lepton.spi.storage.UploadedPart;
import io.lepton.testkit.wire.ServiceErrors;
import io.lepton.testkit.wire.WireFault;
import io.lepton.testkit.wire.WireRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent, what becomes of answers that go wrong, and what the emulator does otherwise. */
@Timeout(120)
class GcsWireTest extends GcsOnTheWire {
  private ObjectInfo put(String key, byte[] content) {
    return store.put(PutRequest.of(key, ObjectContent.of(content)));
  }

  private byte[] bytes(String key) throws IOException {
    try (ObjectReader reader = store.read(ReadRequest.of(key))) {
      return reader.stream().readAllBytes();
    }
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static boolean isUpload(WireRequest request) {
    return request.path().startsWith("/upload/");
  }

  private static boolean isCompose(WireRequest request) {
    return request.path().endsWith("/compose");
  }

  private static boolean isRewrite(WireRequest request) {
    return request.path().contains("/rewriteTo/");
  }

  private WireRequest only(java.util.function.Predicate<WireRequest> condition) {
    List<WireRequest> found = proxy.requests(condition);
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  @Test
  void composingDemandsThePreconditionAndADeniedOneLeavesTheUploadOpen() throws IOException {
    MultipartUpload upload = store.startUpload("k", ObjectMetadata.none());
    UploadedPart part = store.putPart(upload, 1, ObjectContent.of("part"));
    script
        .on("POST")
        .where(GcsWireTest::isCompose)
        .first(2)
        .then(ServiceErrors.gcs(412, "conditionNotMet"));
    fails(
        () -> store.completeUpload(upload, List.of(part), Precondition.absent()),
        ErrorKind.ALREADY_EXISTS);
    assertThat(only(GcsWireTest::isCompose).query()).contains("ifGenerationMatch=0");
    proxy.forget();
    fails(
        () -> store.completeUpload(upload, List.of(part), Precondition.unchanged("1234")),
        ErrorKind.PRECONDITION_FAILED);
    assertThat(only(GcsWireTest::isCompose).query()).contains("ifGenerationMatch=1234");
    assertThat(store.listUploads()).containsExactly(upload);
    store.completeUpload(upload, List.of(part), Precondition.absent());
    assertThat(bytes("k")).isEqualTo("part".getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private boolean isOfBucket(WireRequest request) {
    return request.path().equals("/storage/v1/b/" + place.bucket());
  }

  private static WireFault told(String resource) {
    return WireFault.answer(200, Map.of("Content-Type", "application/json"), resource);
  }

  /** "Bucket Lock" and "Object holds", Cloud Storage documentation: parts could not be deleted. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"b\",\"retentionPolicy\":{\"retentionPeriod\":\"86400\",\"isLocked\":true}}",
        "{\"name\":\"b\",\"defaultEventBasedHold\":true}"
      })
  void aBucketThatKeepsWhatIsWrittenIsSentNoParts(String resource) {
    script.on("GET").where(this::isOfBucket).then(told(resource));
    for (int i = 0; i < 2; i++) {
      CloudException error =
          fails(() -> store.startUpload("k", ObjectMetadata.none()), ErrorKind.UNSUPPORTED);
      assertThat(error).hasMessageContaining("in one request");
    }
    assertThat(proxy.requests()).hasSize(1);
    assertThat(store.listUploads()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"m\",\"retentionExpirationTime\":\"2027-01-01T00:00:00.000Z\"}",
        "{\"name\":\"m\",\"eventBasedHold\":true}"
      })
  void whoMayNotReadTheBucketFindsThatOutAtTheMarker(String resource) {
    script.on("GET").where(this::isOfBucket).then(ServiceErrors.gcs(403, "forbidden"));
    script.on("GET").where(request -> request.path().contains("open%2F")).then(told(resource));
    fails(() -> store.startUpload("k", ObjectMetadata.none()), ErrorKind.UNSUPPORTED);
    proxy.forget();
    fails(() -> store.startUpload("other", ObjectMetadata.none()), ErrorKind.UNSUPPORTED);
    assertThat(proxy.requests()).isEmpty();
  }

  @Test
  void anUploadThatCannotBeJudgedIsNotLeftLyingBehind() {
    script.on("GET").where(this::isOfBucket).then(ServiceErrors.gcs(403, "forbidden"));
    script
        .on("GET")
        .where(request -> request.path().contains("open%2F"))
        .first(1)
        .then(ServiceErrors.gcs(503, "backendError"));
    fails(() -> store.startUpload("k", ObjectMetadata.none()), ErrorKind.RESOURCE_EXHAUSTED);
    assertThat(store.listUploads()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 405, 501})
  void aServerThatTellsNothingOfBucketsIsLookedAtByTheMarker(int status) {
    script.on("GET").where(this::isOfBucket).then(ServiceErrors.gcs(status, "unknown"));
    MultipartUpload upload = store.startUpload("k", ObjectMetadata.none());
    assertThat(store.listUploads()).containsExactly(upload);
  }

  /** Who may not delete, or whose parts are held since, has the object all the same. */
  @Test
  void whereTheLastCompositionMayNotDeleteItIsMadeWithoutThat() throws IOException {
    MultipartUpload upload = store.startUpload("k", ObjectMetadata.none());
    UploadedPart part = store.putPart(upload, 1, ObjectContent.of("part"));
    script
        .on("POST")
        .where(GcsWireTest::isCompose)
        .first(1)
        .then(ServiceErrors.gcs(403, "forbidden"));
    store.completeUpload(upload, List.of(part), Precondition.absent());
    assertThat(bytes("k")).asString().isEqualTo("part");
    assertThat(proxy.requests(GcsWireTest::isCompose)).hasSize(2);
  }

  @Test
  void whetherABucketKeepsWhatIsWrittenIsAskedOnce() {
    script.on("GET").where(this::isOfBucket).then(ServiceErrors.gcs(403, "forbidden"));
    store.abortUpload(store.startUpload("k", ObjectMetadata.none()));
    proxy.forget();
    store.startUpload("k", ObjectMetadata.none());
    assertThat(proxy.requests()).hasSize(1).allMatch(GcsWireTest::isUpload);
  }

  @Test
  void aPartOfAnUploadThatWasStartedHereIsOneRequest() {
    MultipartUpload upload = store.startUpload("k", ObjectMetadata.none());
    proxy.forget();
    store.putPart(upload, 1, ObjectContent.of("one"));
    store.putPart(upload, 2, ObjectContent.of("two"));
    assertThat(proxy.requests()).hasSize(2).allMatch(GcsWireTest::isUpload);
  }

  @Test
  void anUploadOfAnotherProcessIsLookedForOnce() {
    MultipartUpload upload;
    try (GcsStorage other = GcsStorage.open("gcp", FakeGcs.configFor(proxy.endpoint()))) {
      upload = other.open(place).startUpload("k", ObjectMetadata.none());
    }
    proxy.forget();
    store.putPart(upload, 1, ObjectContent.of("one"));
    store.putPart(upload, 2, ObjectContent.of("two"));
    assertThat(proxy.requests("GET")).hasSize(1);
    assertThat(proxy.requests("POST")).hasSize(2);
  }

  @Test
  void partsPutWhileAnotherProcessAbortsTheUploadAreClearedAwayByItsCompletion() {
    MultipartUpload upload = store.startUpload("k", ObjectMetadata.none());
    UploadedPart before = store.putPart(upload, 1, ObjectContent.of("before"));
    try (GcsStorage other = GcsStorage.open("gcp", FakeGcs.configFor(proxy.endpoint()))) {
      other.open(place).abortUpload(upload);
    }
    UploadedPart after = store.putPart(upload, 2, ObjectContent.of("after"));
    assertThat(names()).contains(UploadNames.part(upload.id(), 2));
    fails(
        () -> store.completeUpload(upload, List.of(before, after), Precondition.none()),
        ErrorKind.NOT_FOUND);
    fails(() -> store.putPart(upload, 3, ObjectContent.of("late")), ErrorKind.NOT_FOUND);
    assertThat(names()).doesNotContain(UploadNames.RESERVED);
  }

  @Test
  void aCompletedUploadLeavesNothingOfItsPartsNorOfWhatWasComposedOnTheWay() {
    MultipartUpload upload = store.startUpload("k", ObjectMetadata.none());
    List<UploadedPart> parts = new ArrayList<>();
    for (int number = 1; number <= 33; number++) {
      parts.add(store.putPart(upload, number, ObjectContent.of("part " + number)));
    }
    store.putPart(upload, 40, ObjectContent.of("not wanted"));
    store.completeUpload(upload, parts, Precondition.none());
    assertThat(names()).doesNotContain(UploadNames.RESERVED).contains("\"k\"");
  }

  @Test
  void aCompletionThatDeletedItsPartsAndWasNotHeardOfIsToldAsOneThatIsDone() {
    MultipartUpload upload = store.startUpload("k", ObjectMetadata.none());
    UploadedPart part = store.putPart(upload, 1, ObjectContent.of("part"));
    server.send(
        "DELETE",
        "/storage/v1/b/"
            + place.bucket()
            + "/o/"
            + Encoded.component(UploadNames.part(upload.id(), 1)),
        "");
    fails(
        () -> store.completeUpload(upload, List.of(part), Precondition.none()),
        ErrorKind.NOT_FOUND);
    store.abortUpload(upload);
    assertThat(names()).doesNotContain(UploadNames.RESERVED);
  }

  /** A page of the bucket as the service lists it, with what our listings hide. */
  private String names() {
    return server
        .send("GET", "/storage/v1/b/" + place.bucket() + "/o?fields=items(name)", "")
        .body();
  }

  @Test
  void rewritingDemandsBothGenerationsAndADeniedOneIsToldApart() {
    ObjectInfo object = put("from", random(100));
    script.on("POST").where(GcsWireTest::isRewrite).then(ServiceErrors.gcs(412, "conditionNotMet"));
    CopyRequest request = new CopyRequest(store, object, "to", Precondition.absent());
    fails(() -> store.copy(request), ErrorKind.ALREADY_EXISTS);
    assertThat(only(GcsWireTest::isRewrite).query())
        .contains("&ifGenerationMatch=0")
        .contains("ifSourceGenerationMatch=" + object.version())
        .contains("sourceGeneration=" + object.version());
    put("from", random(101));
    fails(() -> store.copy(request), ErrorKind.PRECONDITION_FAILED);
    store.delete(List.of("from"));
    fails(() -> store.copy(request), ErrorKind.NOT_FOUND);
  }

  @Test
  void aRewriteGoesOnWithItsTokenUntilItIsDone() throws IOException {
    ObjectInfo object = put("from", random(100));
    script
        .on("POST")
        .where(GcsWireTest::isRewrite)
        .first(2)
        .then(
            WireFault.answer(
                200,
                Map.of("Content-Type", "application/json"),
                "{\"kind\":\"storage#rewriteResponse\",\"totalBytesRewritten\":\"50\","
                    + "\"objectSize\":\"100\",\"done\":false,\"rewriteToken\":\"to/k+en=\"}"));
    store.copy(new CopyRequest(store, object, "to", Precondition.none()));
    assertThat(proxy.requests(GcsWireTest::isRewrite))
        .extracting(request -> request.asks("rewriteToken"))
        .containsExactly(false, true, true);
    assertThat(proxy.requests(GcsWireTest::isRewrite).get(2).query())
        .contains("rewriteToken=to%2Fk%2Ben%3D");
    assertThat(bytes("to")).isEqualTo(random(100));
  }

  @Test
  void anUploadWhoseAnswerIsLostHasAnUnknownOutcomeAndIsSentOnce() throws IOException {
    script.on("POST").where(GcsWireTest::isUpload).call(1).then(WireFault.lostAnswer());
    CloudException error = fails(() -> put("k", random(1000)), ErrorKind.OUTCOME_UNKNOWN);
    assertThat(error.retryable()).isFalse();
    assertThat(proxy.requests(GcsWireTest::isUpload)).hasSize(1);
    assertThat(bytes("k")).isEqualTo(random(1000));
  }

  @Test
  void anUploadThatBreaksOffHadNoEffectAndMayBeSentAgain() throws IOException {
    put("k", random(10));
    script
        .on("POST")
        .where(GcsWireTest::isUpload)
        .call(1)
        .then(new WireFault.CutRequest(1_000_000));
    CloudException error = fails(() -> put("k", random(30_000_000)), ErrorKind.TIMED_OUT);
    assertThat(error.retryable()).isTrue();
    assertThat(proxy.requests(GcsWireTest::isUpload)).hasSize(2);
    assertThat(bytes("k")).isEqualTo(random(10));
  }

  @ParameterizedTest
  @CsvSource({
    "429, rateLimitExceeded, RESOURCE_EXHAUSTED, true",
    "503, backendError, RESOURCE_EXHAUSTED, true",
    "403, userRateLimitExceeded, RESOURCE_EXHAUSTED, true",
    "403, forbidden, PERMISSION_DENIED, false",
    "401, authError, PERMISSION_DENIED, false",
    "400, invalid, INVALID_ARGUMENT, false",
    "500, backendError, OUTCOME_UNKNOWN, false",
    "409, conflict, UNKNOWN, true"
  })
  void anErrorAnswerIsToldAsWhatItMeansAndNothingIsRepeated(
      int status, String reason, ErrorKind kind, boolean retryable) {
    script.on("POST").then(ServiceErrors.gcs(status, reason));
    CloudException error = fails(() -> put("k", random(10)), kind);
    assertThat(error.retryable()).isEqualTo(retryable);
    assertThat(error).hasMessageContaining("by the fault proxy").hasMessageContaining("k");
    assertThat(proxy.requests("POST")).hasSize(1);
  }

  @Test
  void howLongTheServiceAsksToBeLeftAloneIsTold() {
    script.on("POST").then(WireFault.answer(429, Map.of("Retry-After", "7"), "slow down"));
    assertThat(fails(() -> put("k", random(10)), ErrorKind.RESOURCE_EXHAUSTED).retryAfter())
        .contains(java.time.Duration.ofSeconds(7));
  }

  @Test
  void aServiceThatFallsSilentIsGivenUp() throws IOException {
    put("k", random(300_000));
    script.on("GET").then(new WireFault.StallAnswer(10));
    ProviderConfig hasty =
        new ProviderConfig(
            Map.of(
                "STORAGE_EMULATOR_HOST", proxy.endpoint(), ProviderConfig.SILENCE_VARIABLE, "0.2"),
            java.nio.file.Path.of("no-state-is-kept"));
    try (GcsStorage other = GcsStorage.open("gcp", hasty)) {
      assertThat(fails(() -> other.open(place).stat("k"), ErrorKind.TIMED_OUT).retryable())
          .isTrue();
    }
  }

  @Test
  void aListingThatIsThrottledIsAnErrorAndNotTheEnd() {
    put("k", random(1));
    script.on("GET").call(1).then(ServiceErrors.gcs(503, "backendError"));
    fails(() -> store.list(ListRequest.all()), ErrorKind.RESOURCE_EXHAUSTED);
    script.on("GET").call(1).then(new WireFault.CutAnswer(20));
    fails(() -> store.list(ListRequest.all()), ErrorKind.TIMED_OUT);
    assertThat(store.list(ListRequest.all()).objects()).hasSize(1);
  }

  @Test
  void aPageWithoutObjectsIsNotTheEnd() {
    put("k", random(1));
    script
        .on("GET")
        .call(1)
        .then(
            WireFault.answer(
                200,
                Map.of("Content-Type", "application/json"),
                "{\"kind\":\"storage#objects\",\"nextPageToken\":\"a\"}"));
    assertThat(store.list(ListRequest.all()).objects())
        .extracting(ObjectInfo::key)
        .containsExactly("k");
    assertThat(proxy.requests("GET").get(1).query()).contains("pageToken=a");
  }

  @Test
  void aBucketThatIsMissingIsAnErrorAlsoForStat() {
    ObjectStore nowhere = storage.open(Place.parse("gs://no-such-bucket/p"));
    assertThat(fails(() -> nowhere.list(ListRequest.all()), ErrorKind.NOT_FOUND))
        .hasMessageContaining("bucket 'no-such-bucket' does not exist");
    assertThat(
            fails(
                () -> nowhere.put(PutRequest.of("k", ObjectContent.of("x"))), ErrorKind.NOT_FOUND))
        .hasMessageContaining("bucket 'no-such-bucket' does not exist");
    script
        .on("GET")
        .then(
            WireFault.answer(
                404,
                Map.of("Content-Type", "application/json"),
                "{\"error\":{\"code\":404,\"message\":\"The specified bucket does not exist.\","
                    + "\"errors\":[{\"reason\":\"notFound\"}]}}"));
    assertThat(fails(() -> nowhere.stat("k"), ErrorKind.NOT_FOUND))
        .hasMessageContaining("bucket 'no-such-bucket' does not exist");
  }

  @Test
  void aDownloadThatEndsEarlyIsCorruptedAndNotShort() {
    put("k", random(300_000));
    script.on("GET").call(1).then(new WireFault.CutAnswer(100_000));
    assertThat(fails(() -> bytes("k"), ErrorKind.DATA_CORRUPTED).retryable()).isTrue();
    script.clear();
    script.on("GET").call(1).then(new WireFault.ShortenAnswer(100_000));
    fails(() -> bytes("k"), ErrorKind.DATA_CORRUPTED);
  }

  @Test
  void aByteThatIsFlippedOnTheWayIsFoundAndNothingIsLeft() {
    byte[] content = random(100_000);
    script.on("POST").where(GcsWireTest::isUpload).then(new WireFault.FlipRequest(50_000));
    Checksum crc32c = ContentDigest.of(ChecksumAlgorithm.CRC32C, ByteBuffer.wrap(content));
    fails(
        () -> store.put(PutRequest.of("known", ObjectContent.of(content)).checksum(crc32c)),
        ErrorKind.DATA_CORRUPTED);
    assertThat(proxy.requests("DELETE")).as("refused by the service").isEmpty();
    fails(() -> put("unknown", content), ErrorKind.DATA_CORRUPTED);
    assertThat(proxy.requests("DELETE")).as("found by comparison").hasSize(1);
    assertThat(store.list(ListRequest.all()).objects()).isEmpty();
  }

  @Test
  void gzipContentIsReadByteForByteWholeAndInRanges() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(new byte[100_000]);
    }
    byte[] content = packed.toByteArray();
    store.put(
        PutRequest.of("k.gz", ObjectContent.of(content))
            .metadata(new ObjectMetadata(Map.of("content-encoding", "gzip"), Map.of(), Map.of())));
    assertThat(bytes("k.gz")).isEqualTo(content);
    try (ObjectReader reader =
        store.read(ReadRequest.of("k.gz").range(new io.lepton.spi.storage.ByteRange(10, 20)))) {
      assertThat(reader.stream().readAllBytes())
          .isEqualTo(java.util.Arrays.copyOfRange(content, 10, 30));
      assertThat(reader.info().sizeBytes()).isEqualTo(content.length);
    }
    assertThat(
            server.send("GET", "/storage/v1/b/" + place.bucket() + "/o/k.gz?alt=media", "").body())
        .as("what a client that does not ask for gzip is given")
        .isEqualTo("\0".repeat(100_000));
  }

  @Test
  void moreThanThirtyTwoPartsAreComposedInLevelsAndLeaveNothing() throws IOException {
    MultipartUpload upload = store.startUpload("k", ObjectMetadata.contentType("text/x"));
    List<UploadedPart> parts = new ArrayList<>();
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (int number = 70; number >= 1; number--) {
      parts.add(store.putPart(upload, number, ObjectContent.of(random(number))));
    }
    for (int number = 1; number <= 70; number++) {
      content.writeBytes(random(number));
    }
    ObjectInfo info = store.completeUpload(upload, parts, Precondition.absent());
    assertThat(proxy.requests(GcsWireTest::isCompose)).hasSize(4);
    assertThat(bytes("k")).isEqualTo(content.toByteArray());
    assertThat(info.metadata()).contains(ObjectMetadata.contentType("text/x"));
    assertThat(server.send("GET", "/storage/v1/b/" + place.bucket() + "/o", "").body())
        .doesNotContain(UploadNames.RESERVED);
  }

  @Test
  void aCompletionThatCannotClearItsPartsAwaySaysSoAndAnAbortDoes() throws IOException {
    MultipartUpload upload = store.startUpload("k", ObjectMetadata.none());
    UploadedPart part = store.putPart(upload, 1, ObjectContent.of("x"));
    script
        .onAny()
        .where(request -> request.path().startsWith("/batch"))
        .then(ServiceErrors.gcs(503, "backendError"));
    script.on("DELETE").then(ServiceErrors.gcs(503, "backendError"));
    fails(
        () -> store.completeUpload(upload, List.of(part), Precondition.absent()),
        ErrorKind.OUTCOME_UNKNOWN);
    script.clear();
    assertThat(bytes("k")).asString().isEqualTo("x");
    assertThat(store.listUploads()).containsExactly(upload);
    store.abortUpload(upload);
    assertThat(store.listUploads()).isEmpty();
    assertThat(bytes("k")).asString().isEqualTo("x");
  }

  @Test
  void partsOfOpenUploadsAreHiddenEvenWhereTheyFillPages() {
    MultipartUpload upload = store.startUpload("k", ObjectMetadata.none());
    for (int number = 1; number <= 7; number++) {
      store.putPart(upload, number, ObjectContent.of("x"));
    }
    put(".a", random(1));
    put(".z", random(1));
    put("z", random(1));
    for (int most : new int[] {1, 2, 3, 1000}) {
      List<String> keys = new ArrayList<>();
      var page = store.list(new ListRequest("", java.util.Optional.empty(), most));
      page.objects().forEach(object -> keys.add(object.key()));
      while (page.next().isPresent()) {
        page = store.list(new ListRequest("", page.next(), most));
        page.objects().forEach(object -> keys.add(object.key()));
      }
      assertThat(keys).containsExactly(".a", ".z", "z");
    }
    String reserved = UploadNames.RESERVED + "x";
    fails(() -> put(reserved, random(1)), ErrorKind.INVALID_ARGUMENT);
    fails(() -> store.stat(reserved), ErrorKind.INVALID_ARGUMENT);
    store.abortUpload(upload);
  }

  @Test
  void aPartThatArrivesAfterTheAbortIsNoPartAndLeavesNothing() {
    MultipartUpload upload = store.startUpload("k", ObjectMetadata.none());
    ObjectContent aborting =
        new ObjectContent() {
          @Override
          public long sizeBytes() {
            return 1;
          }

          @Override
          public java.nio.channels.ReadableByteChannel open() throws IOException {
            store.abortUpload(upload);
            return ObjectContent.of("x").open();
          }
        };
    fails(() -> store.putPart(upload, 1, aborting), ErrorKind.NOT_FOUND);
    assertThat(server.send("GET", "/storage/v1/b/" + place.bucket() + "/o", "").body())
        .doesNotContain(UploadNames.RESERVED);
  }

  @Test
  void aThreadThatWaitsForAnAnswerStopsWhenItIsInterrupted() throws Exception {
    put("k", random(300_000));
    script.on("GET").then(new WireFault.StallAnswer(10));
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread reading =
        new Thread(
            () -> {
              try {
                bytes("k");
              } catch (IOException | RuntimeException e) {
                thrown.set(e);
              }
            });
    reading.start();
    while (proxy.requests("GET").isEmpty()) {
      Thread.onSpinWait();
    }
    reading.interrupt();
    reading.join(TimeUnit.SECONDS.toMillis(60));
    assertThat(reading.isAlive()).isFalse();
    assertThat(thrown.get())
        .isInstanceOfSatisfying(
            CloudException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CANCELLED));
  }

  @Test
  void keysOfABatchThatFailAreNamedEachAndMissingOnesAreNot() {
    put("a", random(1));
    script
        .on("POST")
        .path("/batch/storage/v1")
        .call(1)
        .then(ServiceErrors.gcs(503, "backendError"));
    assertThat(store.delete(List.of("a", "b")))
        .extracting(failure -> failure.key() + " " + failure.error().kind())
        .containsExactlyInAnyOrder("a RESOURCE_EXHAUSTED", "b RESOURCE_EXHAUSTED");
    script
        .on("POST")
        .path("/batch/storage/v1")
        .call(1)
        .then(
            WireFault.answer(
                200,
                Map.of("Content-Type", "multipart/mixed; boundary=b"),
                "--b\r\nContent-ID: <response-1>\r\n\r\nHTTP/1.1 204 None\r\n\r\n--b--"));
    assertThat(store.delete(List.of("a", "b")))
        .as("an answer that leaves a key out")
        .extracting(failure -> failure.key() + " " + failure.error().kind())
        .containsExactly("a TIMED_OUT");
    script.clear();
    assertThat(store.delete(List.of("a", "b"))).isEmpty();
    assertThat(store.list(ListRequest.all()).objects()).isEmpty();
  }

  /**
   * When this fails, the emulator has been mended, and the reader's own look may be all it needs.
   */
  @Test
  void fakeGcsServerStillIgnoresThePreconditionOfADownload() {
    put("k", random(10));
    String url = "/storage/v1/b/" + place.bucket() + "/o/k?alt=media&ifGenerationMatch=1";
    assertThat(server.send("GET", url, "").statusCode())
        .as("the service answers 412 (Request preconditions, Cloud Storage documentation)")
        .isEqualTo(200);
  }

  /** When this fails, takesKey of the contract test can be told to the emulator too. */
  @Test
  void fakeGcsServerStillTakesKeysThatTheServiceRefuses() {
    String url = "/upload/storage/v1/b/" + place.bucket() + "/o?uploadType=media&name=a%0Ab";
    assertThat(server.send("POST", url, "x").statusCode())
        .as("the service answers 400 (Object names, Cloud Storage documentation)")
        .isEqualTo(200);
    fails(() -> put("a\nb", random(1)), ErrorKind.INVALID_ARGUMENT);
  }

  /** When this fails, a missing bucket can be told from a missing object here too. */
  @Test
  void fakeGcsServerStillAnswersTheSameForAMissingBucketAsForAMissingObject() {
    assertThat(storage.open(Place.parse("gs://no-such-bucket/")).stat("k")).isEmpty();
  }
}
