package io.lepton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A variable that cannot be followed is bad input, named before anything is asked of a cloud. */
class BadSettingsTest {
  private static final String NOBODY = "http://127.0.0.1:9";
  private static final Map<String, String> CLOUDS =
      Map.of(
          "AWS_ACCESS_KEY_ID",
          "nobody",
          "AWS_SECRET_ACCESS_KEY",
          "nothing",
          "AWS_REGION",
          "us-east-1",
          "AWS_ENDPOINT_URL_S3",
          NOBODY,
          "STORAGE_EMULATOR_HOST",
          NOBODY,
          "AZURE_STORAGE_CONNECTION_STRING",
          "AccountName=nobody;AccountKey=bm90aGluZw==;BlobEndpoint=" + NOBODY + "/nobody");

  @ParameterizedTest
  @CsvSource({
    "s3, LEPTON_SILENCE_SECONDS, soon",
    "s3, https_proxy, :::",
    "az, LEPTON_SILENCE_SECONDS, -1",
    "az, https_proxy, socks5://host",
    "gs, LEPTON_SILENCE_SECONDS, 1 minute",
    "gs, http_proxy, :::",
  })
  void itIsBadInput(String scheme, String variable, String value, @TempDir Path folder)
      throws Exception {
    ProcessBuilder command =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "sync",
                scheme + "://bucket/prefix",
                folder.resolve("to").toUri().toString())
            .redirectErrorStream(true);
    command.environment().putAll(CLOUDS);
    command.environment().put("LEPTON_HOME", folder.resolve("home").toString());
    command.environment().put(variable, value);
    Process process = command.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(printed).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(printed).contains("lepton: ", variable);
  }
}
