package io.lepton.aws.storage;

import static io.lepton.testkit.storage.Failures.fails;
import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.aws.AwsProvider;
import io.lepton.aws.client.AwsClients;
import io.lepton.http.HttpHeaders;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.storage.CopyRequest;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.Precondition;
import io.lepton.spi.storage.PutRequest;
import io.lepton.testkit.wire.FaultProxy;
import io.lepton.testkit.wire.ServiceErrors;
import io.lepton.testkit.wire.WireFault;
import io.lepton.testkit.wire.WireRequest;
import io.lepton.testkit.wire.WireScript;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Amazon's own S3 answers and demands, and no other server does. */
class S3ServiceAnswersTest {
  @AutoClose private static S3Server server;
  private static Place place;
  private final WireScript script = new WireScript();
  private FaultProxy proxy;

  @BeforeAll
  static void start(@TempDir Path folder) {
    server = S3Server.versity(folder);
    place = server.emptyPlace();
  }

  @BeforeEach
  void open() {
    proxy = FaultProxy.before(server.endpoint()).plan(script).start();
  }

  @AfterEach
  void close() {
    proxy.close();
  }

  private AwsClients clients(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(server.config().settings());
    settings.put("AWS_ENDPOINT_URL_S3", proxy.endpoint());
    settings.putAll(more);
    return new AwsClients(new ProviderConfig(settings, Path.of("unused")));
  }

  @ParameterizedTest
  @CsvSource({
    "301, PermanentRedirect, true",
    "307, TemporaryRedirect, true",
    "400, AuthorizationHeaderMalformed, true",
    "400, IllegalLocationConstraintException, true",
    "400, '', true",
    "403, '', true",
    "403, AccessDenied, false"
  })
  void aBucketOfAnotherRegionIsFollowedThere(int status, String code, boolean followed) {
    HttpHeaders headers = new HttpHeaders();
    headers.add("x-amz-bucket-region", "me-central-1");
    assertThat(S3Refusal.of(status, headers, Map.of("Code", code)).redirects()).isEqualTo(followed);
    assertThat(S3Refusal.of(status, new HttpHeaders(), Map.of("Code", code)).redirects()).isFalse();
  }

  /** HEAD is answered 403 without a word, as if a permission was missing. */
  @Test
  void aClockThatIsWrongIsFoundOutByTheDateOfASilentRefusal() {
    Instant theirs = Instant.now().plus(Duration.ofHours(3));
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(theirs.atOffset(ZoneOffset.UTC));
    script.on("HEAD").then(WireFault.answer(403, Map.of("Date", date), ""));
    try (AwsClients clients = clients(Map.of())) {
      S3ObjectStore store = new S3ObjectStore(AwsProvider.ID, clients, place);
      CloudException error = fails(() -> store.stat("k"), ErrorKind.PERMISSION_DENIED);
      assertThat(error).hasMessageContaining("clock");
      assertThat(error.retryable()).isTrue();
      // Now that the clock is followed, the same refusal is one of permissions.
      CloudException again = fails(() -> store.stat("k"), ErrorKind.PERMISSION_DENIED);
      assertThat(again).hasMessageContaining("s3:GetObject");
      assertThat(again.retryable()).isFalse();
    }
    List<String> dates = proxy.requests().stream().map(S3ServiceAnswersTest::dated).toList();
    String expected =
        DateTimeFormatter.ofPattern("yyyyMMdd'T'HH").format(theirs.atOffset(ZoneOffset.UTC));
    assertThat(dates).hasSize(2);
    assertThat(dates.get(0)).doesNotStartWith(expected);
    assertThat(dates.get(1)).startsWith(expected);
  }

  /** As when a machine wakes up in the middle of requests, dated hours ago. */
  @Test
  void requestsOnTheWayWhileTheClockIsSetRightAreNotTakenForForbidden() throws Exception {
    Instant theirs = Instant.now().plus(Duration.ofHours(3));
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(theirs.atOffset(ZoneOffset.UTC));
    CompletableFuture<Boolean> sent = new CompletableFuture<>();
    CompletableFuture<Boolean> clockIsRight = new CompletableFuture<>();
    script
        .on("HEAD")
        .where(
            request -> {
              if (request.path().endsWith("/second")) {
                sent.complete(true);
                clockIsRight.join();
              }
              return true;
            })
        .then(WireFault.answer(403, Map.of("Date", date), ""));
    try (AwsClients clients = clients(Map.of())) {
      S3ObjectStore store = new S3ObjectStore(AwsProvider.ID, clients, place);
      CompletableFuture<CloudException> second =
          CompletableFuture.supplyAsync(
              () -> fails(() -> store.stat("second"), ErrorKind.PERMISSION_DENIED));
      CompletableFuture.anyOf(sent, second).get();
      fails(() -> store.stat("first"), ErrorKind.PERMISSION_DENIED);
      clockIsRight.complete(true);
      assertThat(second.get()).hasMessageContaining("clock");
      assertThat(second.get().retryable()).isTrue();
    } finally {
      clockIsRight.complete(true);
    }
  }

  private static String dated(WireRequest request) {
    return request.header("x-amz-date").orElseThrow();
  }

  /** What SOAP wrote no header can hold: "GetObject" in the S3 API reference. */
  @Test
  void metadataThatCannotBeToldIsCounted() {
    HttpHeaders headers = new HttpHeaders();
    headers.add("x-amz-meta-owner", "x");
    assertThat(S3Metadata.of(headers, Map.of()).untold()).isZero();
    headers.add("x-amz-missing-meta", "2");
    ObjectMetadata told = S3Metadata.of(headers, Map.of());
    assertThat(told.untold()).isEqualTo(2);
    assertThat(told.told()).isEqualTo(new ObjectMetadata(Map.of(), Map.of("owner", "x"), Map.of()));
  }

  @Test
  void anObjectUnderAKeyOfTheCustomersOwnIsNotTakenForABadRequest() {
    script.on("HEAD").then(WireFault.answer(400, Map.of(), ""));
    try (AwsClients clients = clients(Map.of())) {
      S3ObjectStore store = new S3ObjectStore(AwsProvider.ID, clients, place);
      assertThat(fails(() -> store.stat("k"), ErrorKind.INVALID_ARGUMENT))
          .hasMessageContaining("SSE-C");
    }
  }

  @Test
  void aCopyOfAnArchivedObjectIsNotTakenForAMissingPermission() {
    try (AwsClients clients = clients(Map.of())) {
      S3ObjectStore store = new S3ObjectStore(AwsProvider.ID, clients, place);
      ObjectInfo source = store.put(PutRequest.of("source", ObjectContent.of("x")));
      CopyRequest copy = new CopyRequest(store, source, "copy", Precondition.none());
      script
          .on("PUT")
          .where(request -> request.path().endsWith("/copy"))
          .then(ServiceErrors.s3(403, "ObjectNotInActiveTierError"));
      assertThat(fails(() -> store.copy(copy), ErrorKind.UNSUPPORTED))
          .hasMessageContaining("archived; restore it first");
    }
  }

  @Test
  void whoAgreedToPayForRequestsSaysSoInEach() {
    try (AwsClients clients = clients(Map.of("AWS_REQUEST_PAYER", "requester"))) {
      S3ObjectStore store = new S3ObjectStore(AwsProvider.ID, clients, place);
      store.put(PutRequest.of("one", ObjectContent.of("x")));
      store.put(PutRequest.of("two", ObjectContent.of("x")));
      store.list(ListRequest.all());
      store.delete(List.of("one", "two"));
      store.listUploads();
    }
    assertThat(proxy.requests())
        .hasSizeGreaterThan(4)
        .allSatisfy(
            request -> assertThat(request.header("x-amz-request-payer")).contains("requester"));
    script.onAny().then(ServiceErrors.s3(403, "AccessDenied"));
    try (AwsClients clients = clients(Map.of())) {
      S3ObjectStore store = new S3ObjectStore(AwsProvider.ID, clients, place);
      assertThat(fails(() -> store.list(ListRequest.all()), ErrorKind.PERMISSION_DENIED))
          .hasMessageContaining("AWS_REQUEST_PAYER=requester");
    }
    try (AwsClients clients = clients(Map.of("AWS_REQUEST_PAYER", "requester"))) {
      S3ObjectStore store = new S3ObjectStore(AwsProvider.ID, clients, place);
      assertThat(fails(() -> store.list(ListRequest.all()), ErrorKind.PERMISSION_DENIED))
          .hasMessageNotContaining("AWS_REQUEST_PAYER");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://logs--use1-az5--x-s3/p",
        "s3://arn:aws:s3:us-east-1:123456789012:accesspoint/lake/p"
      })
  void whatIsNoGeneralPurposeBucketIsRefusedWhenItIsOpened(String text) {
    try (AwsClients clients = clients(Map.of())) {
      S3Storage storage = new S3Storage(AwsProvider.ID, clients);
      Place opened = Place.parse(text);
      CloudException error =
          fails(
              () -> storage.open(opened),
              text.contains("arn") ? ErrorKind.INVALID_ARGUMENT : ErrorKind.UNSUPPORTED);
      assertThat(error).hasMessageContaining(text.contains("arn") ? "s3alias" : "One Zone");
    }
    assertThat(proxy.requestCount()).isZero();
  }
}
