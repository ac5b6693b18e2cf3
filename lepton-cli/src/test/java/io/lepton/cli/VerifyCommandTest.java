package io.lepton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.transfer.crypt.Keysets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest extends CommandTest {
  private final Path folder;
  private final Path source;
  private final Path target;

  VerifyCommandTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.source = folder.resolve("source");
    this.target = folder.resolve("target");
    Files.createDirectories(source);
    for (int i = 0; i < 30; i++) {
      Files.writeString(source.resolve("object-" + i), "content " + i);
    }
  }

  private int verify(Path from, Path to, String... more) {
    List<String> words = new ArrayList<>(List.of("verify", "file://" + from, "file://" + to));
    words.addAll(List.of(more));
    return run(words.toArray());
  }

  @Test
  void aFolderThatIsNotThereIsNamedOnceAndNotMissedObjectByObject() {
    assertThat(verify(source, target, "--list")).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(err.toString()).contains("target file://" + target, "there is no such folder");
    assertThat(out.toString()).isEmpty();
    assertThat(verify(source, target, "--json")).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(out.toString()).contains("\"failed\" : 1", "there is no such folder");

    assertThat(verify(target, source)).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(err.toString()).contains("source file://" + target, "correct its name, or mount");

    assertThat(verify(source, source.resolveSibling("source/object-1"))).isEqualTo(2);
  }

  @Test
  void ofNothingATransferMakesNoFolderAndBothSidesAreEqual() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThat(verify(empty, target)).isZero();
  }

  @Test
  void whatWasPassedOverAtTheSourceIsNotCalledVerifiedUnlessItIsExcluded() throws IOException {
    Files.createSymbolicLink(source.resolve("link"), source.resolve("object-1"));
    String from = "file://" + source;
    String to = "file://" + target;
    Path state = folder.resolve("state");

    assertThat(run("sync", from, to, "--state", state)).isEqualTo(ExitCode.WARNINGS);
    assertThat(out.toString()).doesNotContain("verified");
    assertThat(verify(source, target)).isEqualTo(ExitCode.WARNINGS);
    assertThat(out.toString()).contains("30 equal").doesNotContain("verified");
    assertThat(err.toString()).contains("passed over at " + from, "symbolic link: link");
    assertThat(verify(source, target, "--json")).isEqualTo(ExitCode.WARNINGS);
    assertThat(out.toString()).contains("\"verified\" : false");
    assertThat(verify(source, target, "--include", "object-*")).isEqualTo(ExitCode.WARNINGS);

    Path other = folder.resolve("other-state");
    assertThat(run("sync", from, to, "--state", other, "--exclude", "link")).isZero();
    assertThat(out.toString()).contains("; verified");
    assertThat(verify(source, target, "--exclude", "l*")).isZero();
    assertThat(out.toString()).contains("30 equal", "; verified");
    assertThat(err.toString()).doesNotContain("passed over");
    assertThat(verify(source, target, "--json", "--exclude", "/link")).isZero();
    assertThat(out.toString()).contains("\"verified\" : true");
  }

  @Test
  void whatLiesAtTheTargetAloneIsAWarningAndNoDoubt() throws IOException {
    assertThat(run("sync", "file://" + source, "file://" + target, "--state", folder)).isZero();
    Files.createSymbolicLink(target.resolve("link"), target.resolve("object-1"));

    assertThat(verify(source, target)).isEqualTo(ExitCode.WARNINGS);
    assertThat(out.toString()).contains("; verified");
  }

  @Test
  void aKeyThatOpensNothingIsToldInOneLineAndEveryObjectInTheReport() {
    Path right = folder.resolve("right.json");
    Path wrong = folder.resolve("wrong.json");
    Keysets.create(right, Keysets.Purpose.ENCRYPTION);
    Keysets.create(wrong, Keysets.Purpose.ENCRYPTION);
    String from = "file://" + source;
    String to = "file://" + target;
    Path state = folder.resolve("state");
    assertThat(run("sync", from, to, "--quiet", "--state", state, "--encrypt", right)).isZero();

    assertThat(verify(source, target, "--quiet", "--encrypt", wrong.toString()))
        .isEqualTo(ExitCode.FAILED);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .contains("30 objects: object-0, object-1, object-10", "and 10 more");

    assertThat(verify(source, target, "--quiet", "--json", "--encrypt", wrong.toString()))
        .isEqualTo(ExitCode.FAILED);
    assertThat(out.toString()).contains("\"object-29\"", "\"object-9\"", "PERMISSION_DENIED");
  }
}
