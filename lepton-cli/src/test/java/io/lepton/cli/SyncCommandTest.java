package io.lepton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyncCommandTest extends CommandTest {
  private final Path folder;
  private final Path source;
  private final Path target;

  SyncCommandTest(@TempDir Path folder) {
    this.folder = folder;
    this.source = folder.resolve("source");
    this.target = folder.resolve("target");
  }

  @BeforeEach
  void fill() throws IOException {
    Files.createDirectories(source.resolve("a"));
    Files.writeString(source.resolve("a/1.csv"), "one");
    Files.writeString(source.resolve("2.txt"), "two");
  }

  private int sync(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "sync",
                "file://" + source,
                "file://" + target,
                "--state",
                folder.resolve("state").toString()));
    arguments.addAll(List.of(more));
    return run(arguments.toArray());
  }

  @Test
  void theResultIsOneDocumentWithTheFieldsOfTheContractAndTheAccount() {
    assertThat(sync("--json")).isZero();
    assertThat(out.toString())
        .contains("\"copied\" : 2", "\"verified\" : true", "\"account\"", "\"requestUsd\"");
    assertThat(target.resolve("a/1.csv")).exists();
  }

  @Test
  void aWarningIsToldOnce() throws IOException {
    Files.createSymbolicLink(source.resolve("link"), source.resolve("a/1.csv"));
    assertThat(sync()).isEqualTo(ExitCode.WARNINGS);
    assertThat(err.toString()).containsOnlyOnce("passed over");
  }

  @Test
  void aFailureIsNoWarning() throws IOException {
    Files.createDirectories(target);
    Files.writeString(target.resolve("old-1"), "1");
    Files.writeString(target.resolve("old-2"), "2");
    assertThat(sync("--mirror", "--max-delete=1")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString())
        .containsPattern("(?m)^failed: 2 objects would be deleted")
        .doesNotContain("warning: ");
  }

  @Test
  void aKeyThatIsNoneIsBadInputWithItsPlaceAndFix() {
    for (String[] bad :
        new String[][] {
          {"aws-kms://nonsense", "write aws-kms://arn:aws:kms:REGION:ACCOUNT:key/ID"},
          {"gcp-kms://projects/p", "write gcp-kms://projects/P/locations/L/keyRings/R"},
          {"azure-kv://example.com/keys/k", "write azure-kv://VAULT.vault.azure.net/keys/NAME"},
          {"aws-kmz://x", "did you mean aws-kms://?"},
          {folder.resolve("none.json").toString(), "lepton keyset create"}
        }) {
      assertThat(sync("--encrypt", bad[0])).as(bad[0]).isEqualTo(2);
      assertThat(err.toString()).contains(bad[0], bad[1]);
      assertThat(target).doesNotExist();
    }
  }

  @Test
  void aForgottenKeysetIsBadInputAndNothingIsLaidBare() throws IOException {
    Path keyset = folder.resolve("keyset.json");
    assertThat(run("keyset", "create", keyset)).isZero();
    assertThat(sync("--encrypt", keyset.toString())).isZero();
    byte[] cipher = Files.readAllBytes(target.resolve("2.txt"));
    String[] plain = {"sync", "file://" + source, "file://" + target, "--state", folder + "/plain"};

    for (List<String> more : List.of(List.<String>of(), List.of("--dry-run"))) {
      List<String> arguments = new ArrayList<>(List.of(plain));
      arguments.addAll(more);
      assertThat(run(arguments.toArray())).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(err.toString()).contains("file://" + target, "--encrypt", "--allow-plain");
    }
    assertThat(target.resolve("2.txt")).hasBinaryContent(cipher);
    assertThat(run("verify", "file://" + source, "file://" + target)).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("is encrypted; name its keys (--encrypt)");

    List<String> onPurpose = new ArrayList<>(List.of(plain));
    onPurpose.add("--allow-plain");
    assertThat(run(onPurpose.toArray())).isZero();
    assertThat(target.resolve("2.txt")).hasContent("two");
  }

  @Test
  void aDryRunTellsTheFateOfEveryObjectAndTheEstimate() {
    assertThat(sync("--dry-run")).isZero();
    assertThat(out.toString())
        .contains("copy    a/1.csv", "estimate:", "egress $0, storage $0 a month");
    assertThat(target).doesNotExist();

    assertThat(sync("--dry-run", "--json")).isZero();
    assertThat(out.toString()).contains("\"estimate\"", "\"bytesToCopy\" : 6");
  }

  @Test
  void followFencesHandsOverIsReadAndRolledBack() {
    Path log = folder.resolve("log");
    String[] commands = {
      "--follow",
      "--pause",
      "0",
      "--fence-command",
      "echo fence $LEPTON_SOURCE >> " + log,
      "--hand-over-command",
      "echo over >> " + log,
      "--hand-back-command",
      "echo back >> " + log,
      "--lift-command",
      "echo lift >> " + log
    };
    assertThat(sync(commands)).as(err.toString()).isZero();
    assertThat(out.toString()).contains("DONE since", "pass 1: 2 copied");
    assertThat(log).content().isEqualTo("fence file://" + source + "/\nover\n");

    assertThat(sync("--follow", "--status", "--json")).isZero();
    assertThat(out.toString()).contains("\"state\" : \"DONE\"");

    List<String> back = new ArrayList<>(List.of(commands));
    back.add("--roll-back");
    assertThat(sync(back.toArray(String[]::new))).as(err.toString()).isZero();
    assertThat(log).content().endsWith("back\nlift\n");
  }

  @Test
  void aFenceCommandThatFailsStopsTheCutOverWhereItIs() {
    assertThat(sync("--follow", "--pause", "0", "--fence-command", "exit 7"))
        .isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("exit code 7");
    assertThat(sync("--follow", "--status")).isZero();
    assertThat(out.toString()).contains("FENCING");
    assertThat(sync("--follow", "--pause", "0", "--fenced")).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--strategy some          | some",
        "--strategy partial       | needs a filter",
        "--max-delete 5           | need --mirror",
        "--mirror --max-delete -1 | -1",
        "--min-size 10x           | 10x",
        "--min-size 9 --max-size 1 | larger than max-size",
        "--bandwidth 10           | 1024",
        "--bandwidth fast         | fast",
        "--parallel 0             | parallel",
        "--parallel 99999         | 1024",
        "--newer-than yesterday   | yesterday",
        "--include [a             | include: pattern '[a' leaves a bracket open",
        "--exclude {a             | exclude: pattern '{a' leaves a brace open",
        "--engine gpu             | gpu",
        "--engine spark           | lepton-spark",
        "--fenced                 | --follow",
        "--follow --dry-run       | dry run",
        "--follow --strategy full | full",
        "--follow --status        | no cut-over",
        "--follow --status --roll-back | exclude",
        "--follow --pause -1      | pause",
        "--follow --newer-than 7d | age",
        "--nonsense               | nonsense",
        "--allow-plain --encrypt k | exclude",
      })
  void badInputIsNamedWithExitCodeTwoAndWritesNothing(String options, String named) {
    assertThat(sync(options.strip().split(" +"))).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(err.toString()).contains(named.strip());
    assertThat(target).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nowhere             | file:dir      | is no place",
        "s4://b/             | file:dir      | no installed provider",
        "s3:///x             | file:dir      | names no bucket",
        "file:missing-folder | file:dir      | no such folder",
      })
  void badPlacesAreNamedWithExitCodeTwo(String from, String to, String named) {
    assertThat(run("sync", from.strip(), to.strip())).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(err.toString()).contains(named.strip());
  }
}
