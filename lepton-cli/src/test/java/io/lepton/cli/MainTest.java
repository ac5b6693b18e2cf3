package io.lepton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.config.InputException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class MainTest extends CommandTest {
  @Test
  void helpListsTheCommandsAndExitCodes() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("providers").contains("Exit codes:");
  }

  @Test
  void unknownCommandIsBadUsageAndNamesTheNearest() {
    assertThat(run("provider")).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(err.toString()).contains("provider").contains("Did you mean");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aCommandAloneSaysWhatItSaysAmongTheOthers(String name) {
    for (String option : List.of("--help", "--no-such-option")) {
      CommandLine alone = Main.commandLine(name, option);
      assertThat(alone.getSubcommands()).containsOnlyKeys(name);
      StringWriter said = new StringWriter();
      alone.setOut(new PrintWriter(said)).setErr(new PrintWriter(said));
      StringWriter amongOthers = new StringWriter();
      CommandLine whole = Main.commandLine("help");
      whole.setOut(new PrintWriter(amongOthers)).setErr(new PrintWriter(amongOthers));

      assertThat(alone.execute(name, option)).isEqualTo(whole.execute(name, option));
      assertThat(said.toString()).contains(name).isEqualTo(amongOthers.toString());
    }
  }

  private static Stream<String> commands() {
    return Main.commandLine("help").getSubcommands().keySet().stream()
        .filter(name -> !Set.of("help", "generate-completion").contains(name));
  }

  @Test
  void aNamedCommandIsTheOnlyOneThatIsBuilt() {
    CommandLine line = Main.commandLine("verify", "--help");
    assertThat(line.getSubcommands()).containsOnlyKeys("verify");
    StringWriter alone = new StringWriter();
    assertThat(line.setOut(new PrintWriter(alone)).execute("verify", "--help")).isZero();
    assertThat(run("verify", "--help")).isZero();
    assertThat(alone.toString()).isNotBlank().isEqualTo(out.toString());
    assertThat(Main.commandLine("help", "verify").getSubcommands()).containsKeys("help", "sync");
  }

  @Test
  void providersAreOneJsonDocument() {
    assertThat(run("providers", "--json")).isZero();
    assertThat(out.toString().strip()).startsWith("[").endsWith("]");
  }

  @Test
  void exceptionsBecomeTheExitCodesOfTheContract() {
    assertThat(Failures.exitCode(new InputException("x"))).isEqualTo(2);
    assertThat(Failures.exitCode(new InterruptedException())).isEqualTo(130);
    assertThat(Failures.exitCode(new IllegalStateException("x"))).isEqualTo(1);
  }
}
