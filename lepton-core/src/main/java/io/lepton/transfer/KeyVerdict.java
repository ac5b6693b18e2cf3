package io.lepton.transfer;

import java.util.Objects;

/**
 * How one key fares in a comparison.
 *
 * @param mark the finding
 * @param key the object
 */
public record KeyVerdict(Mark mark, String key) {

  public KeyVerdict {
    Objects.requireNonNull(mark, "mark");
    Objects.requireNonNull(key, "key");
  }

  /** {@code = key}, as {@code lepton verify --list} prints it. */
  @Override
  public String toString() {
    return mark.symbol() + " " + key;
  }

  /** The findings, with the symbols that rclone's check made common. */
  public enum Mark {
    /** The same content at both places. */
    EQUAL('='),
    /** Only at the source: the target lacks it. */
    MISSING('+'),
    /** Only at the target. */
    EXTRA('-'),
    /** Different content. */
    DIFFER('*'),
    /** Could not be compared. */
    ERROR('!');

    private final char symbol;

    Mark(char symbol) {
      this.symbol = symbol;
    }

    /** The symbol in listings. */
    public char symbol() {
      return symbol;
    }
  }
}
