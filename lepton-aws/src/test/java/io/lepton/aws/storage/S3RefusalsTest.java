package io.lepton.aws.storage;

import static io.lepton.testkit.storage.Failures.fails;
import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.aws.AwsProvider;
import io.lepton.aws.client.AwsClients;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.storage.ByteRange;
import io.lepton.spi.storage.CopyRequest;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.ObjectReader;
import io.lepton.spi.storage.Precondition;
import io.lepton.spi.storage.PutRequest;
import io.lepton.spi.storage.ReadRequest;
import io.lepton.testkit.wire.FaultProxy;
import io.lepton.testkit.wire.ServiceErrors;
import io.lepton.testkit.wire.WireFault;
import io.lepton.testkit.wire.WireScript;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What S3 refuses is told with the place and what to do; what S3 alone has is kept. */
class S3RefusalsTest {
  private static final int MIB = 1 << 20;
  @AutoClose private static S3Server server;
  private static Place place;

  @BeforeAll
  static void start(@TempDir Path folder) {
    server = S3Server.versity(folder);
    place = server.emptyPlace();
  }

  private static ProviderConfig config(String name, String value) {
    Map<String, String> settings = new HashMap<>(server.config().settings());
    settings.put(name, value);
    return new ProviderConfig(settings, Path.of("unused"));
  }

  @Test
  void aMissingBucketIsNamed() {
    try (AwsClients clients = new AwsClients(server.config())) {
      S3ObjectStore store =
          new S3ObjectStore(AwsProvider.ID, clients, Place.parse("s3://no-such-bucket/x"));
      assertThat(fails(() -> store.list(ListRequest.all()), ErrorKind.NOT_FOUND))
          .hasMessageContaining("bucket 'no-such-bucket' does not exist; create it or");
      assertThat(fails(() -> store.stat("k"), ErrorKind.NOT_FOUND))
          .hasMessageContaining("bucket 'no-such-bucket' does not exist; create it or");
      PutRequest put = PutRequest.of("k", ObjectContent.of("x"));
      assertThat(fails(() -> store.put(put), ErrorKind.NOT_FOUND))
          .hasMessageContaining("bucket 'no-such-bucket' does not exist; create it or");
    }
  }

  @Test
  void wrongCredentialsAreToldWithoutShowingThem() {
    try (AwsClients clients = new AwsClients(config("AWS_SECRET_ACCESS_KEY", "wrong-secret"))) {
      S3ObjectStore store = new S3ObjectStore(AwsProvider.ID, clients, place);
      assertThat(fails(() -> store.list(ListRequest.all()), ErrorKind.PERMISSION_DENIED))
          .hasMessageContaining("credentials")
          .hasMessageNotContaining("wrong-secret");
    }
  }

  @Test
  void aWrongSessionTokenIsToldByItsVariable() {
    WireScript script = new WireScript();
    script.onAny().then(ServiceErrors.s3(400, "InvalidToken"));
    try (FaultProxy proxy = FaultProxy.before(server.endpoint()).plan(script).start();
        AwsClients clients = new AwsClients(config("AWS_ENDPOINT_URL_S3", proxy.endpoint()))) {
      S3ObjectStore store = new S3ObjectStore(AwsProvider.ID, clients, place);
      assertThat(fails(() -> store.list(ListRequest.all()), ErrorKind.PERMISSION_DENIED))
          .hasMessageContaining("AWS_SESSION_TOKEN");
    }
  }

  @Test
  void aWrongRegionIsToldWithTheVariableToSet() {
    try (AwsClients clients = new AwsClients(config("AWS_REGION", "eu-central-1"))) {
      S3ObjectStore store = new S3ObjectStore(AwsProvider.ID, clients, place);
      assertThat(fails(() -> store.list(ListRequest.all()), ErrorKind.INVALID_ARGUMENT))
          .hasMessageContaining("AWS_REGION");
    }
  }

  @Test
  void anEndpointThatIsNoUrlIsNamedWhenAPlaceIsOpened() {
    try (AwsClients clients = new AwsClients(config("AWS_ENDPOINT_URL_S3", "localhost:9000"))) {
      S3Storage storage = new S3Storage(AwsProvider.ID, clients);
      assertThat(fails(() -> storage.open(place), ErrorKind.INVALID_ARGUMENT))
          .hasMessageContaining("AWS_ENDPOINT_URL_S3")
          .hasMessageContaining("localhost:9000");
    }
  }

  @Test
  void deletionsThatAreDeniedTogetherNameThePlaceAndNotTheFirstOfTheKeys() {
    WireScript script = new WireScript();
    script
        .onAny()
        .where(request -> request.asks("delete"))
        .then(ServiceErrors.s3(403, "AccessDenied"));
    try (FaultProxy proxy = FaultProxy.before(server.endpoint()).plan(script).start();
        AwsClients clients = new AwsClients(config("AWS_ENDPOINT_URL_S3", proxy.endpoint()))) {
      S3ObjectStore store = new S3ObjectStore(AwsProvider.ID, clients, place);
      assertThat(fails(() -> store.delete(List.of("one", "two")), ErrorKind.PERMISSION_DENIED))
          .hasMessageContaining("delete " + place + ": ")
          .hasMessageContaining("s3:DeleteObject");
    }
  }

  @Test
  void metadataBeyondAsciiIsKeptAndNamesThatAreNoHeadersAreRefused() {
    try (AwsClients clients = new AwsClients(server.config())) {
      S3ObjectStore store = new S3ObjectStore(AwsProvider.ID, clients, place);
      ObjectMetadata metadata =
          new ObjectMetadata(
              Map.of(), Map.of("city", "M\u00fcnchen", "edges", " x "), Map.of("Stage", "gold"));
      store.put(PutRequest.of("unicode", ObjectContent.of("x")).metadata(metadata));
      assertThat(store.stat("unicode").orElseThrow().metadata()).contains(metadata);
      ObjectMetadata odd = new ObjectMetadata(Map.of(), Map.of("a b", "x"), Map.of());
      PutRequest put = PutRequest.of("odd", ObjectContent.of("x")).metadata(odd);
      assertThat(fails(() -> store.put(put), ErrorKind.INVALID_ARGUMENT))
          .hasMessageContaining("'a b'");
    }
  }

  /** A name that DNS cannot have goes in the path, so that the service itself refuses it. */
  @Test
  void aNameThatNoBucketCanHaveIsRefusedWithTheRule() {
    WireScript script = new WireScript();
    script
        .on("GET")
        .then(WireFault.answer(400, Map.of(), ServiceErrors.s3Xml("InvalidBucketName")));
    try (FaultProxy proxy = FaultProxy.before(server.endpoint()).plan(script).start();
        AwsClients clients = new AwsClients(config("AWS_ENDPOINT_URL_S3", proxy.endpoint()))) {
      S3ObjectStore store = new S3ObjectStore(AwsProvider.ID, clients, Place.parse("s3://ab/x"));
      assertThat(fails(() -> store.list(ListRequest.all()), ErrorKind.INVALID_ARGUMENT))
          .hasMessageContaining("no bucket can be named 'ab'; correct it: names have 3 to 63 ");
    }
  }

  /** "200 OK" is the start of an answer that S3 gives while it copies ("CopyObject"). */
  @Test
  void aCopyThatFailsAfterItWasAnswered200IsNoCopy() throws Exception {
    byte[] content = new byte[6 * MIB];
    WireScript script = new WireScript();
    Map.of("slow", "SlowDown", "broken", "InternalError", "parts", "InternalError")
        .forEach(
            (key, code) ->
                script
                    .on("PUT")
                    .where(request -> request.path().endsWith("/" + key))
                    .first(1)
                    .then(WireFault.answer(200, Map.of(), ServiceErrors.s3Xml(code))));
    try (FaultProxy proxy = FaultProxy.before(server.endpoint()).plan(script).start();
        AwsClients clients = new AwsClients(config("AWS_ENDPOINT_URL_S3", proxy.endpoint()))) {
      S3ObjectStore store = new S3ObjectStore(AwsProvider.ID, clients, place);
      S3ObjectStore parts = new S3ObjectStore(AwsProvider.ID, clients, place, 5 * MIB, 5 * MIB);
      ObjectInfo source = store.put(PutRequest.of("a source+ü%2F", ObjectContent.of(content)));
      CopyRequest slow = new CopyRequest(store, source, "slow", Precondition.none());
      CopyRequest broken = new CopyRequest(store, source, "broken", Precondition.none());
      CopyRequest inParts = new CopyRequest(store, source, "parts", Precondition.none());

      CloudException slowed = fails(() -> store.copy(slow), ErrorKind.RESOURCE_EXHAUSTED);
      assertThat(slowed.retryable()).isTrue();
      assertThat(slowed.requestId()).isEqualTo("wire");
      assertThat(slowed).hasMessage(slowed.text() + " (request wire)");
      assertThat(slowed.text()).endsWith("(500 SlowDown: by the fault proxy)");
      fails(() -> store.copy(broken), ErrorKind.OUTCOME_UNKNOWN);
      assertThat(fails(() -> parts.copy(inParts), ErrorKind.UNKNOWN).retryable()).isTrue();
      assertThat(store.listUploads()).as("uploads left behind").isEmpty();
      assertThat(store.stat("parts")).isEmpty();

      for (CopyRequest again : List.of(slow, broken)) {
        assertThat(store.copy(again).sizeBytes()).isEqualTo(content.length);
      }
      assertThat(parts.copy(inParts).sizeBytes()).isEqualTo(content.length);
    }
  }

  @Test
  void aCopyInPartsKeepsContentMetadataAndTags() throws Exception {
    try (AwsClients clients = new AwsClients(server.config())) {
      S3ObjectStore store = new S3ObjectStore(AwsProvider.ID, clients, place, 6L * MIB, 5L * MIB);
      ObjectMetadata metadata =
          new ObjectMetadata(
              Map.of("content-type", "text/csv"), Map.of("owner", "x"), Map.of("Stage", "gold"));
      byte[] content = new byte[11 * MIB + 7];
      new java.util.Random(1).nextBytes(content);
      ObjectInfo source =
          store.put(PutRequest.of("large", ObjectContent.of(content)).metadata(metadata));
      ObjectInfo copy = store.copy(new CopyRequest(store, source, "copy", Precondition.absent()));
      assertThat(copy.sizeBytes()).isEqualTo(content.length);
      ObjectInfo seen = store.stat("copy").orElseThrow();
      // Versity's gateway keeps a wrong CRC32C with parts that it copied: only the bytes tell.
      assertThat(seen.checksums().agreesWith(source.checksums())).contains(false);
      try (ObjectReader reader =
          store.read(ReadRequest.of("copy").range(new ByteRange(0, content.length)))) {
        assertThat(reader.stream().readAllBytes()).isEqualTo(content);
      }
      assertThat(seen.metadata()).contains(metadata);
      fails(
          () -> store.copy(new CopyRequest(store, source, "copy", Precondition.absent())),
          ErrorKind.ALREADY_EXISTS);
      assertThat(store.listUploads()).isEmpty();
    }
  }
}
