package io.lepton.local.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RootFolderTest {
  private Path outside = Path.of("");
  private Path root = Path.of("");

  @BeforeEach
  void folders(@TempDir Path folder) throws IOException {
    outside = Files.writeString(folder.resolve("outside"), "untouched");
    root = Files.createDirectory(folder.resolve("root"));
  }

  private void apply(TarBytes... layers) throws IOException {
    for (TarBytes layer : layers) {
      new RootFolder(root).apply(layer.stream());
    }
  }

  @Test
  void aHigherLayerReplacesFilesAndFoldersOfALowerOne() throws IOException {
    apply(
        new TarBytes().file("a", "1").folder("b").file("b/c", "2").file("d", "3"),
        new TarBytes().file("./a", "new").file("b", "now a file").folder("d").file("d/e", "4"));
    assertThat(root.resolve("a")).hasContent("new");
    assertThat(root.resolve("b")).hasContent("now a file");
    assertThat(root.resolve("d/e")).hasContent("4");
  }

  @Test
  void whiteoutsHideWhatLowerLayersHold() throws IOException {
    apply(
        new TarBytes().file("a", "1").file("keep/old", "2").file("keep/older", "3"),
        new TarBytes()
            .file(".wh.a", "")
            .file("keep/new", "4")
            .file("keep/.wh..wh..opq", "")
            .file("keep/newer", "5"));
    assertThat(root.resolve("a")).doesNotExist();
    assertThat(root.resolve("keep"))
        .isDirectoryNotContaining(path -> path.getFileName().toString().startsWith("old"));
    assertThat(root.resolve("keep/new")).hasContent("4");
    assertThat(root.resolve("keep/newer")).hasContent("5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../outside", "a/../../outside", "/../outside"})
  void namesThatClimbOutAreRefused(String name) {
    assertThatThrownBy(() -> apply(new TarBytes().file(name, "evil")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(name);
    assertThat(outside).hasContent("untouched");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../outside", "a/../../outside", "../../../../etc"})
  void linksThatClimbOutAreRefused(String target) {
    assertThatThrownBy(() -> apply(new TarBytes().symbolicLink("link", target)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(target);
    assertThatThrownBy(() -> apply(new TarBytes().hardLink("hard", "../outside")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void absoluteNamesAndLinksAreThoseOfTheImage() throws IOException {
    apply(
        new TarBytes()
            .file("/etc/real", "1")
            .symbolicLink("usr/bin/tool", "/etc/real")
            .symbolicLink("lib", "/usr/lib")
            .file("lib/x", "2"));
    assertThat(Files.readString(root.resolve("usr/bin/tool"))).isEqualTo("1");
    assertThat(root.resolve("usr/lib/x")).hasContent("2");
    assertThat(Files.readSymbolicLink(root.resolve("lib")).isAbsolute()).isFalse();
  }

  @Test
  void writingThroughALinkThatResolvesToTheRootStaysInside() throws IOException {
    apply(
        new TarBytes()
            .folder("d1")
            .folder("d1/d2")
            .symbolicLink("d1/d2/top", "/")
            .symbolicLink("d1/d2/out", "top/../../..")
            .file("d1/d2/out/escaped", "inside"));
    assertThat(root.resolve("escaped")).hasContent("inside");
    assertThat(root.resolveSibling("escaped")).doesNotExist();
  }

  @Test
  void aFileThatReplacesALinkDoesNotWriteThroughIt() throws IOException {
    Files.createSymbolicLink(root.resolve("link"), outside);
    apply(new TarBytes().file("link", "new"));
    assertThat(outside).hasContent("untouched");
    assertThat(root.resolve("link")).hasContent("new").isRegularFile();
  }

  @Test
  void linksInACircleAreRefused() {
    assertThatThrownBy(
            () ->
                apply(
                    new TarBytes()
                        .symbolicLink("a", "b")
                        .symbolicLink("b", "a")
                        .file("a/file", "x")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("circle");
  }

  @Test
  void hardLinksPermissionsAndLongNamesAreKept() throws IOException {
    String longName = "folder/" + "n".repeat(200);
    apply(
        new TarBytes()
            .file("a", "1")
            .hardLink("b", "a")
            .pax("path", longName)
            .file("short", "2")
            .gnuLongName("x" + longName)
            .file("short", "3"));
    assertThat(Files.getAttribute(root.resolve("a"), "unix:nlink")).isEqualTo(2);
    assertThat(root.resolve(longName)).hasContent("2");
    assertThat(root.resolve("x" + longName)).hasContent("3");
    assertThat(Files.isExecutable(root.resolve("a"))).isFalse();
  }

  @Test
  void aDamagedArchiveIsAnErrorAndNotAnEnd() {
    byte[] bytes = new TarBytes().file("a", "1").file("b", "2").bytes();
    bytes[1024 + 3] ^= 1;
    assertThatThrownBy(() -> new RootFolder(root).apply(new java.io.ByteArrayInputStream(bytes)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("damaged");
    byte[] cut = java.util.Arrays.copyOf(new TarBytes().file("a", "1".repeat(900)).bytes(), 1000);
    assertThatThrownBy(() -> new RootFolder(root).apply(new java.io.ByteArrayInputStream(cut)))
        .isInstanceOf(IOException.class);
  }
}
