package io.lepton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lepton.config.InputException;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What a command that throws prints for people and for machines. */
class FailuresTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Command(name = "fail")
  static final class Failing implements Callable<Integer> {
    @Mixin private final Console console = new Console();
    private final RuntimeException error;
    private final boolean afterItsDocument;

    Failing(RuntimeException error, boolean afterItsDocument) {
      this.error = error;
      this.afterItsDocument = afterItsDocument;
    }

    @Override
    public Integer call() {
      if (afterItsDocument) {
        console.document(Map.of("copied", 7));
      }
      throw error;
    }
  }

  private int run(Failing command, String... words) {
    return new CommandLine(command)
        .setExecutionExceptionHandler(new Failures())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(words);
  }

  private static CloudException denied() {
    return CloudException.of(ErrorKind.PERMISSION_DENIED)
        .operation("list")
        .location("s3://b/")
        .requestId("R1")
        .message("access is denied");
  }

  private JsonNode document() throws Exception {
    return new ObjectMapper().readTree(out.toString());
  }

  @Test
  void withJsonTheFailureOfAListingIsADocumentOfTheShapeOfASync() throws Exception {
    assertThat(run(new Failing(denied(), false), "--json")).isEqualTo(ExitCode.FAILED);
    JsonNode document = document();
    assertThat(document.get("failed").asInt()).isEqualTo(1);
    assertThat(document.get("warnings")).isEmpty();
    JsonNode failure = document.get("failures").get(0);
    assertThat(failure.get("key").asText()).isEmpty();
    assertThat(failure.get("kind").asText()).isEqualTo("PERMISSION_DENIED");
    assertThat(failure.get("message").asText()).isEqualTo("list s3://b/: access is denied");
    assertThat(failure.get("requestId").asText()).isEqualTo("R1");
    assertThat(err.toString()).contains("list s3://b/: access is denied (request R1)");
  }

  @Test
  void badInputIsADocumentToo() throws Exception {
    InputException bad = new InputException("f.yaml:3: no such field");
    assertThat(run(new Failing(bad, false), "--json")).isEqualTo(ExitCode.BAD_INPUT);
    JsonNode failure = document().get("failures").get(0);
    assertThat(failure.get("kind").asText()).isEqualTo("INVALID_ARGUMENT");
    assertThat(failure.get("message").asText()).isEqualTo("f.yaml:3: no such field");
    assertThat(failure.has("requestId")).isFalse();
  }

  @Test
  void thereIsNeverASecondDocumentAndNoneForPeople() throws Exception {
    assertThat(run(new Failing(denied(), true), "--json")).isEqualTo(ExitCode.FAILED);
    assertThat(document()).isEqualTo(new ObjectMapper().readTree("{\"copied\":7}"));
    out.getBuffer().setLength(0);
    assertThat(run(new Failing(denied(), false))).isEqualTo(ExitCode.FAILED);
    assertThat(out.toString()).isEmpty();
  }
}
