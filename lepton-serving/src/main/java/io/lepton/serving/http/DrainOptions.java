package io.lepton.serving.http;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How patiently a server ends, as every program here is told. */
public final class DrainOptions {

  @Option(
      names = "--drain-notice-millis",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "How long requests are still taken after SIGTERM, while not ready (default: 1000).")
  private int noticeMillis = 1000;

  @Option(
      names = "--drain-seconds",
      paramLabel = "N",
      defaultValue = "30",
      description = "How long requests in flight may then take (default: 30).")
  private int seconds = 30;

  /** For picocli, which sets the options. */
  public DrainOptions() {}

  /** How long requests are still taken while the server reports not ready. */
  public Duration notice() {
    return Duration.ofMillis(noticeMillis);
  }

  /** How long requests in flight may take after that. */
  public Duration timeout() {
    return Duration.ofSeconds(seconds);
  }
}
