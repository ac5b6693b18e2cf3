package io.lepton.config;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The names that one list of a file gives its entries, each once, and by which other entries refer
 * to them. Not thread safe.
 */
public final class DefinedNames {
  private final String what;
  private final Set<String> names = new LinkedHashSet<>();

  /** No names yet; {@code what} is what each of them names, such as {@code workload}. */
  public DefinedNames(String what) {
    this.what = what;
  }

  /**
   * Takes a name.
   *
   * @throws InputException when it is taken already
   */
  public String define(ConfigNode name) {
    if (!names.add(name.text())) {
      throw name.error("'" + name.text() + "' stands twice; give each " + what + " its own name");
    }
    return name.text();
  }

  /**
   * Reads a name that must have been defined.
   *
   * @throws InputException when it was not, naming the nearest that was
   */
  public String refer(ConfigNode name) {
    if (!names.contains(name.text())) {
      throw name.error(
          "names no %s: '%s'%s".formatted(what, name.text(), Suggestion.hint(name.text(), names)));
    }
    return name.text();
  }
}
