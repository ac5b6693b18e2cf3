package io.lepton.local.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How an image wants to be run.
 *
 * @param entryPoint its command with the default arguments
 * @param workingDirectory absolute, as inside the image
 * @param environment its variables
 */
record ImageConfig(
    List<String> entryPoint, String workingDirectory, Map<String, String> environment) {

  ImageConfig {
    entryPoint = List.copyOf(entryPoint);
    environment = Map.copyOf(environment);
  }

  /** Reads the {@code config} of an image's configuration document. */
  static ImageConfig of(Object document) {
    List<String> entryPoint = new ArrayList<>(JsonText.strings(document, "config", "Entrypoint"));
    entryPoint.addAll(JsonText.strings(document, "config", "Cmd"));
    Map<String, String> environment = new TreeMap<>();
    for (String variable : JsonText.strings(document, "config", "Env")) {
      int equals = variable.indexOf('=');
      if (equals > 0) {
        environment.put(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    String folder = JsonText.find(document, "config", "WorkingDir").map(String::valueOf).orElse("");
    return new ImageConfig(entryPoint, folder.isEmpty() ? "/" : folder, environment);
  }
}
