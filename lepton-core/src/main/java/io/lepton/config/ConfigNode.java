package io.lepton.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A value in an input file that knows where it stands. Every accessor either returns what was asked
 * for or throws an {@link InputException} such as {@code migration.yaml:7: model.epochs must be a
 * whole number, not 'five'}. Immutable.
 */
public final class ConfigNode {
  private final String file;
  private final String path;
  private final Node node;

  ConfigNode(String file, String path, Node node) {
    this.file = file;
    this.path = path;
    this.node = node;
  }

  /** The field's path from the root: {@code data[0].from}; empty for the root. */
  public String path() {
    return path;
  }

  /** The line it starts on, from 1. */
  public int line() {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }

  /** Demands that this is a mapping that holds no other keys than {@code known}. */
  public ConfigNode allow(String... known) {
    Set<String> names = new TreeSet<>(List.of(known));
    entries()
        .forEach(
            (key, value) -> {
              if (!names.contains(key)) {
                throw value.error("is no known key" + Suggestion.hint(key, names));
              }
            });
    return this;
  }

  /** The entry of a mapping, if it is there and not null. */
  public Optional<ConfigNode> find(String key) {
    return Optional.ofNullable(entries().get(key)).filter(value -> !value.isNull());
  }

  /** The entry of a mapping, which must be there. */
  public ConfigNode require(String key) {
    return find(key)
        .orElseThrow(
            () -> error((path.isEmpty() ? "the file" : "it") + " needs the key '" + key + "'"));
  }

  /** The entries of a mapping, in file order. */
  public Map<String, ConfigNode> entries() {
    if (!(node instanceof MappingNode mapping)) {
      throw error("must be a mapping (key: value), not " + describe());
    }
    Map<String, ConfigNode> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw error("has a key that is no text");
      }
      String name = key.getValue();
      ConfigNode entry =
          new ConfigNode(file, path.isEmpty() ? name : path + "." + name, tuple.getValueNode());
      if (entries.put(name, entry) != null) {
        throw entry.error("stands twice in the same mapping; keep one");
      }
    }
    return entries;
  }

  /** The items of a list, in file order. */
  public List<ConfigNode> items() {
    if (!(node instanceof SequenceNode sequence)) {
      throw error("must be a list, not " + describe());
    }
    List<ConfigNode> items = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      items.add(new ConfigNode(file, path + "[" + items.size() + "]", item));
    }
    return items;
  }

  /** The items of a list, each read by {@code reader}. */
  public <T> List<T> list(Function<ConfigNode, T> reader) {
    return items().stream().map(reader).toList();
  }

  /** A text that is not blank; numbers and booleans are taken as written. */
  public String text() {
    if (!(node instanceof ScalarNode scalar) || isNull()) {
      throw error("must be a text, not " + describe());
    }
    if (scalar.getValue().isBlank()) {
      throw error("must not be blank");
    }
    return scalar.getValue();
  }

  /** A text that may be empty, as an optional name is written. */
  public String textOrEmpty() {
    return isNull() || (node instanceof ScalarNode scalar && scalar.getValue().isBlank())
        ? ""
        : text();
  }

  /** A whole number from {@code min} to {@code max}. */
  public long integer(long min, long max) {
    long value;
    try {
      value = Long.parseLong(text().replace("_", ""));
    } catch (NumberFormatException e) {
      throw error("must be a whole number, not '" + text() + "'");
    }
    if (value < min || value > max) {
      throw error(
          "must be "
              + (max == Long.MAX_VALUE || max == Integer.MAX_VALUE
                  ? "at least " + min
                  : "from " + min + " to " + max)
              + ", not "
              + value);
    }
    return value;
  }

  /** A whole number from {@code min} to {@code max}. */
  public int integer(int min, int max) {
    return Math.toIntExact(integer((long) min, (long) max));
  }

  /** A finite number from {@code min} to {@code max}. */
  public double number(double min, double max) {
    double value;
    try {
      value = Double.parseDouble(text());
    } catch (NumberFormatException e) {
      throw error("must be a number, not '" + text() + "'");
    }
    if (!Double.isFinite(value) || value < min || value > max) {
      throw error(
          "must be "
              + (max == Double.MAX_VALUE ? "at least " + min : "from " + min + " to " + max)
              + ", not "
              + text());
    }
    return value;
  }

  /** The number of an entry, from 0 to {@code max}; {@code otherwise} when it is not there. */
  public double numberOr(String key, double otherwise, double max) {
    return find(key).map(value -> value.number(0, max)).orElse(otherwise);
  }

  /** The entries of a mapping, in file order, as numbers from 0 to {@code max}. */
  public Map<String, Double> numbers(double max) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    entries().forEach((key, value) -> numbers.put(key, value.number(0, max)));
    return numbers;
  }

  /** The file that is named, from {@code folder} on; it must be there. */
  public Path file(Path folder) {
    Path file = folder.resolve(text());
    if (!Files.isRegularFile(file)) {
      throw error("names no file that is there: " + file);
    }
    return file;
  }

  /** {@code true} or {@code false}. */
  public boolean bool() {
    return switch (text().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw error("must be true or false, not '" + text() + "'");
    };
  }

  /** One constant of {@code type}, written in lower case with dashes or underscores. */
  public <E extends Enum<E>> E oneOf(Class<E> type) {
    String wanted = text().toUpperCase(Locale.ROOT).replace('-', '_');
    Set<String> names = new TreeSet<>();
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(wanted)) {
        return constant;
      }
      names.add(constant.name().toLowerCase(Locale.ROOT));
    }
    throw error("must be one of " + String.join(", ", names) + ", not '" + text() + "'");
  }

  /** Reads the text with {@code reader}; what it refuses is refused here, with the place named. */
  public <T> T parse(Function<String, T> reader) {
    String text = text();
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException | InputException e) {
      throw new InputException(where() + ": " + e.getMessage(), e);
    }
  }

  /** What {@code maker} makes of the entries; what it refuses is refused here. */
  public <T> T checked(Supplier<T> maker) {
    try {
      return maker.get();
    } catch (IllegalArgumentException e) {
      throw error((path.isEmpty() ? "" : "is wrong: ") + e.getMessage());
    }
  }

  /** Whether the value is empty or {@code null}. */
  public boolean isNull() {
    return node.getTag().equals(Tag.NULL);
  }

  /** Whether this is a list. */
  public boolean isList() {
    return node instanceof SequenceNode;
  }

  /** Whether this is a mapping. */
  public boolean isMapping() {
    return node instanceof MappingNode;
  }

  /** An error at this place: file, line, field, then {@code problem}. */
  public InputException error(String problem) {
    return new InputException(where() + " " + problem);
  }

  private String where() {
    return file + ":" + line() + (path.isEmpty() ? ":" : ": " + path);
  }

  private String describe() {
    if (node instanceof MappingNode) {
      return "a mapping";
    }
    if (node instanceof SequenceNode) {
      return "a list";
    }
    return isNull() ? "empty" : "'" + ((ScalarNode) node).getValue() + "'";
  }
}
