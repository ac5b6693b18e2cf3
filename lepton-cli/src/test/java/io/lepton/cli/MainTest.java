package io.lepton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.config.InputException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
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
