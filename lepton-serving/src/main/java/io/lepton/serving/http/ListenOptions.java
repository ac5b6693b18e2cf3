package io.lepton.serving.http;

import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * Where a program listens: options of its command line and the variables {@code PORT} and {@code
 * LEPTON_HOST}.
 */
public final class ListenOptions {
  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "${env:LEPTON_HOST:-0.0.0.0}",
      description = "Address to listen on (default: the variable LEPTON_HOST, or all).")
  private String host = "0.0.0.0";

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8080",
      description =
          "Port to listen on, 0 for any free one (default: 8080). The variable PORT, where set and"
              + " not 0, wins.")
  private int port = 8080;

  /** The address to bind. */
  public String host() {
    return host;
  }

  /**
   * The port to bind.
   *
   * @param command for the message of an error
   * @throws ParameterException when PORT is no port
   */
  public int port(Map<String, String> environment, CommandSpec command) {
    String variable = environment.getOrDefault("PORT", "").trim();
    if (variable.isEmpty() || variable.equals("0")) {
      return port;
    }
    if (!variable.matches("[1-9][0-9]{0,4}") || Integer.parseInt(variable) > 65_535) {
      throw new ParameterException(
          command.commandLine(),
          "the variable PORT must be a port from 1 to 65535, or 0, not '" + variable + "'");
    }
    return Integer.parseInt(variable);
  }
}
