package io.lepton.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lepton.config.InputException;
import io.lepton.event.LeptonEvent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageStepTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Path folder;
  private ImageFixture fixture;

  @BeforeEach
  void files(@TempDir Path folder) throws IOException {
    this.folder = folder;
    fixture = new ImageFixture(folder.resolve("one"));
  }

  @Test
  void equalInputsGiveEqualBytesWhateverTheirFolderDateAndPermissions() throws IOException {
    ImageFixture other =
        new ImageFixture(folder.resolve("two"), Instant.parse("2001-02-03T04:05:06Z"), "rwxrwxrwx");
    ImageResult first =
        fixture.step.run(
            fixture
                .request("file:image.tar")
                .environment("B", "2")
                .environment("A", "1")
                .label("org.opencontainers.image.source", "here")
                .build());
    ImageResult second =
        other.step.run(
            other
                .request("file:image.tar")
                .label("org.opencontainers.image.source", "here")
                .environment("A", "1")
                .environment("B", "2")
                .build());
    assertThat(second.digest()).isEqualTo(first.digest()).startsWith("sha256:");
    assertThat(second.imageId()).isEqualTo(first.imageId());
    assertThat(other.root.resolve("image.tar"))
        .hasSameBinaryContentAs(fixture.root.resolve("image.tar"));
  }

  @Test
  void aNewModelChangesItsOwnLayerOnly() throws IOException {
    ImageResult before = fixture.step.run(fixture.request("file:image.tar").build());
    ImageFixture.write(fixture.model.resolve("model.json"), "{\"new\": true}");
    ImageResult after = fixture.step.run(fixture.request("file:image.tar").build());
    assertThat(before.layers())
        .extracting(ImageResult.Layer::name)
        .containsExactly("natives", "dependencies", "lepton", "model");
    assertThat(after.layers().subList(0, 3)).isEqualTo(before.layers().subList(0, 3));
    assertThat(after.layers().get(3).digest()).isNotEqualTo(before.layers().get(3).digest());
    assertThat(after.digest()).isNotEqualTo(before.digest());
  }

  @Test
  void aModelReplacedUnderItsOldDateAndSizeIsNotTakenForTheOldOne() throws IOException {
    ImageResult before = fixture.step.run(fixture.request("file:image.tar").build());
    ImageFixture.replaceKeepingDate(fixture.model.resolve("weights/part-1.bin"), "WEIGHTS");
    ImageResult after = fixture.step.run(fixture.request("file:image.tar").build());
    assertThat(after.digest()).isNotEqualTo(before.digest());
    assertThat(layerFiles("image.tar", 3)).containsEntry("app/model/weights/part-1.bin", "WEIGHTS");
  }

  @Test
  void theImageRunsTheServerOnTheModelRelativeToItsWorkingDirectory() throws IOException {
    fixture.step.run(
        fixture
            .request("file:image.tar")
            .jvmFlags("-Xmx256m")
            .arguments("--name", "digits")
            .environment("LEPTON", "1")
            .label("org.opencontainers.image.source", "here")
            .build());
    JsonNode config = JSON.readTree(tar("image.tar").get("config.json"));
    JsonNode run = config.get("config");
    assertThat(run.get("WorkingDir").asText()).isEqualTo("/app");
    assertThat(JSON.convertValue(run.get("Entrypoint"), String[].class))
        .containsExactly(
            "java",
            "-Xmx256m",
            "-cp",
            "lib/*",
            "io.lepton.serving.ServeMain",
            "--model",
            "model",
            "--name",
            "digits");
    assertThat(run.get("ExposedPorts").has("8080/tcp")).isTrue();
    assertThat(JSON.convertValue(run.get("Env"), String[].class)).containsExactly("LEPTON=1");
    assertThat(run.get("Labels").get("org.opencontainers.image.source").asText()).isEqualTo("here");
    assertThat(run.get("Labels").get(ImageStep.MODEL_DIGEST).asText()).startsWith("sha256:");
    assertThat(config.get("created").asText()).startsWith("1970-01-01T00:00:00");
    assertThat(layerFiles("image.tar", 1))
        .containsOnlyKeys("app/", "app/lib/", "app/lib/jackson.jar");
  }

  @Test
  void aModelOfOneFileIsServedByItsName() throws IOException {
    Path file = fixture.model.resolve("model.json");
    fixture.step.run(
        ImageRequest.of(file, ImageTarget.parse("file:image.tar", List.of(), fixture.root))
            .classPath(List.of(fixture.lib.resolve("jackson.jar")))
            .build());
    JsonNode config = JSON.readTree(tar("image.tar").get("config.json"));
    assertThat(config.get("config").get("Entrypoint").get(5).asText())
        .isEqualTo("model/model.json");
  }

  @Test
  void anOciTarballHoldsTheDigestThatTheResultNames() throws IOException {
    ImageResult built = fixture.step.run(fixture.request("file:image.oci.tar").build());
    Map<String, byte[]> entries = tar("image.oci.tar");
    assertThat(entries).containsKeys("oci-layout", "index.json");
    assertThat(entries).containsKey("blobs/sha256/" + built.digest().substring(7));
    JsonNode index = JSON.readTree(entries.get("index.json"));
    assertThat(index.get("manifests").get(0).get("digest").asText()).isEqualTo(built.digest());
  }

  @Test
  void anOciLayoutFolderTakesASecondImageBesideTheFirstBlobs() throws IOException {
    ImageResult first = fixture.step.run(fixture.request("oci:layout").build());
    ImageFixture.write(fixture.model.resolve("model.json"), "{\"new\": true}");
    ImageResult second = fixture.step.run(fixture.request("oci:layout").build());
    Path layout = fixture.root.resolve("layout");
    JsonNode index = JSON.readTree(layout.resolve("index.json").toFile());
    assertThat(index.get("manifests").get(0).get("digest").asText()).isEqualTo(second.digest());
    assertThat(layout.resolve("blobs/sha256/" + first.digest().substring(7))).exists();
    assertThat(layout.resolve("blobs/sha256/" + second.digest().substring(7))).exists();
    try (var walk = Files.walk(fixture.root)) {
      assertThat(walk.filter(p -> p.toString().endsWith(".part"))).isEmpty();
    }
  }

  @Test
  void aFailedBuildLeavesTheOldTarball() throws IOException {
    fixture.step.run(fixture.request("file:image.tar").build());
    byte[] before = Files.readAllBytes(fixture.root.resolve("image.tar"));
    Path base = fixture.root.resolve("base.tar");
    ImageFixture.write(base, "this is no tarball");
    assertThatThrownBy(
            () ->
                fixture.step.run(
                    fixture.request("file:image.tar").base(new ImageBase.Tarball(base)).build()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("base.tar")
        .hasMessageContaining("docker save");
    assertThat(fixture.root.resolve("image.tar")).hasBinaryContent(before);
  }

  @Test
  void anImageStandsOnATarballAndKeepsItsLayersAndVariables() throws IOException {
    fixture.step.run(fixture.request("file:base.tar").environment("FROM_BASE", "yes").build());
    ImageBase base = ImageBase.parse("file:base.tar", fixture.root);
    ImageResult built =
        fixture.step.run(
            fixture.request("file:image.tar").base(base).environment("X", "y").build());
    JsonNode config = JSON.readTree(tar("image.tar").get("config.json"));
    assertThat(config.get("rootfs").get("diff_ids")).hasSize(8);
    assertThat(JSON.convertValue(config.get("config").get("Env"), String[].class))
        .containsExactlyInAnyOrder("FROM_BASE=yes", "X=y");
    assertThat(built.layers()).hasSize(4);
  }

  @Test
  void anOciTarballAsBaseIsRefusedWithTheWayToConvertIt() {
    fixture.step.run(fixture.request("file:base.oci.tar").build());
    ImageBase base = ImageBase.parse("file:base.oci.tar", fixture.root);
    assertThatThrownBy(() -> fixture.step.run(fixture.request("file:image.tar").base(base).build()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("OCI layout")
        .hasMessageContaining("docker-archive");
  }

  @Test
  void missingAndDoubledInputsAreNamed() throws IOException {
    assertThatThrownBy(
            () ->
                fixture.step.run(
                    fixture
                        .request("file:image.tar")
                        .classPath(List.of(folder.resolve("no")))
                        .build()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no does not exist");
    Path twin = folder.resolve("twin/jackson.jar");
    ImageFixture.write(twin, "another");
    assertThatThrownBy(
            () ->
                fixture.step.run(
                    fixture
                        .request("file:image.tar")
                        .classPath(List.of(fixture.lib, twin))
                        .build()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("two jars named jackson.jar");
    Path empty = Files.createDirectories(folder.resolve("empty"));
    assertThatThrownBy(
            () ->
                fixture.step.run(
                    ImageRequest.of(empty, ImageTarget.parse("file:x.tar", List.of(), folder))
                        .classPath(List.of(fixture.lib))
                        .build()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("is empty");
  }

  @Test
  void progressRisesToAHundredPercent() {
    fixture.step.run(fixture.request("file:image.tar").build());
    List<Long> told = fixture.events.stream().map(e -> ((LeptonEvent.Progress) e).done()).toList();
    assertThat(told).isSorted().doesNotHaveDuplicates();
    assertThat(told.get(told.size() - 1)).isEqualTo(100);
  }

  private Map<String, byte[]> tar(String name) throws IOException {
    try (InputStream in = Files.newInputStream(fixture.root.resolve(name))) {
      return entries(in);
    }
  }

  private Map<String, String> layerFiles(String name, int layer) throws IOException {
    Map<String, byte[]> image = tar(name);
    String file =
        JSON.readTree(image.get("manifest.json")).get(0).get("Layers").get(layer).asText();
    Map<String, String> files = new TreeMap<>();
    try (InputStream in = new GZIPInputStream(new java.io.ByteArrayInputStream(image.get(file)))) {
      entries(in)
          .forEach(
              (path, bytes) ->
                  files.put(path, new String(bytes, java.nio.charset.StandardCharsets.UTF_8)));
    }
    return files;
  }

  private static Map<String, byte[]> entries(InputStream in) throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    TarArchiveInputStream tar = new TarArchiveInputStream(in);
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      entries.put(entry.getName(), tar.readAllBytes());
    }
    return entries;
  }
}
