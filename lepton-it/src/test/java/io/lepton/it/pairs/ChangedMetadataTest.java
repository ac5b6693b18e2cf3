package io.lepton.it.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.it.site.AllSites;
import io.lepton.it.site.Rclone;
import io.lepton.it.site.Site;
import io.lepton.spi.Capability;
import io.lepton.spi.CloudBackends;
import io.lepton.spi.Place;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.PutRequest;
import io.lepton.transfer.Transfer;
import io.lepton.transfer.TransferResult;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Metadata that alone changed, in all 16 directions. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChangedMetadataTest {
  private Path scratch;
  private AllSites sites;

  @BeforeAll
  void start(@TempDir Path temporary) throws IOException {
    scratch = temporary;
    sites = AllSites.start(scratch, Rclone.installed());
  }

  @AfterAll
  void stop() {
    if (sites != null) {
      sites.close();
    }
  }

  private static ObjectMetadata typed(String type, Map<String, String> user) {
    return new ObjectMetadata(
        Map.of("content-type", type, "cache-control", "max-age=60"), user, Map.of());
  }

  @ParameterizedTest(name = "{0} to {1}")
  @MethodSource("io.lepton.it.site.AllSites#directions")
  void arrivesAndIsThenEqualWhateverTheTargetMakesOfIt(String from, String to) throws Exception {
    Site source = sites.site(from);
    Place place = source.emptyPlace();
    Place target = sites.site(to).emptyPlace();
    put(source, place, "changed", typed("text/plain", Map.of("color", "red")));
    put(source, place, "left", typed("text/plain", Map.of("color", "red")));
    // What S3, and what Azure, gives to objects without a type.
    put(source, place, "binary", ObjectMetadata.contentType("binary/octet-stream"));
    put(source, place, "octets", ObjectMetadata.contentType("application/octet-stream"));
    put(source, place, "none", ObjectMetadata.none());
    // Names and values that some keep and others do not.
    put(source, place, "odd", typed("a/b", Map.of("with-dash", "x", "umlaut", "\u00e4")));
    if (source.provider().capabilities().contains(Capability.TAGS)) {
      put(source, place, "tagged", tagged("red"));
    } else {
      put(source, place, "tagged", ObjectMetadata.none());
    }
    Path state = scratch.resolve("state-" + from + "-" + to);
    assertThat(run(place, target, state).copied()).isEqualTo(7);
    assertThat(runAnew(place, target)).isZero();

    ObjectMetadata other = typed("text/html", Map.of("color", "blue"));
    if (from.equals("gs") && !to.equals("s3")) {
      patch(source, place, "changed", other);
    } else {
      // fake-gcs-server does not tell by "updated", as the service does, that it was asked to
      // patch.
      put(source, place, "changed", other);
    }
    assertThat(run(place, target, state).copied()).isEqualTo(1);

    ObjectMetadata arrived = stat(sites.site(to), target, "changed").metadata().orElseThrow();
    assertThat(arrived.contentType()).contains("text/html");
    assertThat(arrived.user()).isEqualTo(Map.of("color", "blue"));
    assertThat(run(place, target, state).copied()).isZero();
    assertThat(runAnew(place, target)).isZero();
  }

  private static ObjectMetadata tagged(String color) {
    return new ObjectMetadata(Map.of(), Map.of(), Map.of("color", color));
  }

  /** As on another machine, where no earlier run is known of. */
  private long runAnew(Place from, Place to) throws IOException {
    return run(from, to, Files.createTempDirectory(scratch, "state")).copied();
  }

  private TransferResult run(Place from, Place to, Path state) {
    TransferResult result =
        sites.lepton().transfer(Transfer.from(from).to(to).state(state).build());
    assertThat(result.failures()).isEmpty();
    return result;
  }

  private void put(Site site, Place place, String key, ObjectMetadata metadata) {
    try (CloudBackends backends = site.provider().open(sites.config());
        ObjectStore store = backends.storage().orElseThrow().open(place)) {
      ObjectContent content = ObjectContent.of("the same bytes".getBytes(StandardCharsets.UTF_8));
      store.put(PutRequest.of(key, content).metadata(metadata));
    }
  }

  private ObjectInfo stat(Site site, Place place, String key) {
    try (CloudBackends backends = site.provider().open(sites.config());
        ObjectStore store = backends.storage().orElseThrow().open(place)) {
      return store.stat(key).orElseThrow();
    }
  }

  /**
   * As Google does it in place, where the generation stays. At S3 an object with the same content
   * has the same ETag however it is written.
   */
  private static void patch(Site site, Place place, String key, ObjectMetadata metadata)
      throws IOException, InterruptedException {
    String color = Objects.requireNonNull(metadata.user().get("color"), "color");
    String name = URLEncoder.encode(place.prefix() + key, StandardCharsets.UTF_8);
    HttpRequest patch =
        HttpRequest.newBuilder(
                URI.create(site.endpoint() + "/storage/v1/b/" + place.bucket() + "/o/" + name))
            .header("Content-Type", "application/json")
            .method(
                "PATCH",
                HttpRequest.BodyPublishers.ofString(
                    "{\"contentType\":\"%s\",\"metadata\":{\"color\":\"%s\"}}"
                        .formatted(metadata.contentType().orElseThrow(), color)))
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(patch, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }
}
