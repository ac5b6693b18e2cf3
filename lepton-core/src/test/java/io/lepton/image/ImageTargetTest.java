package io.lepton.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.config.InputException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageTargetTest {
  private static final Path FOLDER = Path.of("/work-folder");

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:5000/digits, '', 127.0.0.1:5000/digits, latest",
    "127.0.0.1:5000/digits, 'v2', 127.0.0.1:5000/digits, v2",
    "127.0.0.1:5000/digits:v1, 'v2', 127.0.0.1:5000/digits, v1 v2",
    "127.0.0.1:5000/digits:v1, 'v1', 127.0.0.1:5000/digits, v1",
    "gcr.io/team/digits:latest, 'v2', gcr.io/team/digits, latest v2",
  })
  void aRepositoryTakesTheTagsOfTextAndList(
      String text, String tags, String repository, String expected) {
    List<String> list = tags.isEmpty() ? List.of() : List.of(tags.split(" "));
    assertThat(ImageTarget.parse(text, list, FOLDER))
        .isEqualTo(new ImageTarget.Registry(repository, List.of(expected.split(" "))));
  }

  @Test
  void filesAndFoldersStartAtTheGivenFolder() {
    assertThat(ImageTarget.parse("file:out/a.tar", List.of(), FOLDER))
        .isEqualTo(new ImageTarget.Tarball(FOLDER.resolve("out/a.tar"), ImageTarget.Format.DOCKER));
    assertThat(ImageTarget.parse("file:///out/a.oci.tar", List.of(), FOLDER))
        .isEqualTo(new ImageTarget.Tarball(Path.of("/out/a.oci.tar"), ImageTarget.Format.OCI));
    assertThat(ImageTarget.parse("oci:out", List.of(), FOLDER))
        .isEqualTo(new ImageTarget.Layout(FOLDER.resolve("out")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Upper/Case",
        "file:image.zip",
        "file:",
        "file://host/image.tar",
        "127.0.0.1:5000/a b",
        "a@sha256:868fd30a0e47b8d8ac485df174795b5e2fe8a6c8f056cc707b232d65b8a1ab68"
      })
  void whatIsNoTargetIsRefusedByName(String text) {
    assertThatThrownBy(() -> ImageTarget.parse(text, List.of(), FOLDER))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(text);
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, true",
    "localhost:5000, true",
    "127.0.0.1:5000, true",
    "127.9.9.9, true",
    "[::1]:5000, true",
    "127.example.com, false",
    "localhost.example.com:5000, false",
    "10.0.0.1:5000, false",
    "registry-1.docker.io, false",
  })
  void onlyLiteralLoopbackAddressesAreOnThisMachine(String registry, boolean loopback) {
    assertThat(References.loopback(registry)).isEqualTo(loopback);
  }
}
