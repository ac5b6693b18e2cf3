package io.lepton.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a whole YAML 1.2 or JSON document into a {@link ConfigNode}. */
public final class ConfigFile {

  private ConfigFile() {}

  /**
   * Reads a file in UTF-8.
   *
   * @throws InputException when it is missing, unreadable, empty or no YAML, naming file and line
   */
  public static ConfigNode read(Path file) {
    try {
      return parse(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw InputException.unreadable(file, e);
    }
  }

  /**
   * Reads a document from memory; {@code name} stands for it in messages.
   *
   * @throws InputException when it is empty or no YAML, naming the line
   */
  public static ConfigNode parse(String text, String name) {
    LoadSettings settings = LoadSettings.builder().setLabel(name).build();
    Optional<Node> root;
    try {
      root = new Compose(settings).composeString(text);
    } catch (MarkedYamlEngineException e) {
      String line = e.getProblemMark().map(Mark::getLine).map(at -> ":" + (at + 1)).orElse("");
      throw new InputException(name + line + ": " + e.getProblem(), e);
    } catch (YamlEngineException e) {
      throw new InputException(name + ": " + e.getMessage(), e);
    }
    return new ConfigNode(
        name, "", root.orElseThrow(() -> new InputException(name + ": the file is empty")));
  }
}
