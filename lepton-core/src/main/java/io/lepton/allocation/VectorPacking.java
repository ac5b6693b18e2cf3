package io.lepton.allocation;

import io.lepton.config.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Classic vector packing: items with sizes in several dimensions, equal bins, as few bins as
 * possible. The text format is that of the published benchmarks ({@code .vbp}): the number of
 * dimensions; the capacities; the number of item rows; then for each row its sizes and its demand.
 *
 * @param capacities of every bin, one a dimension
 * @param items what is packed, in file order
 */
public record VectorPacking(List<Long> capacities, List<Item> items) {
  private static final long LARGEST = 1_000_000_000_000L;

  public VectorPacking {
    capacities = List.copyOf(capacities);
    items = List.copyOf(items);
    for (Item item : items) {
      if (item.sizes().size() != capacities.size()) {
        throw new IllegalArgumentException(
            "an item has " + item.sizes().size() + " sizes and a bin " + capacities.size());
      }
    }
  }

  /**
   * Equal items.
   *
   * @param sizes one a dimension; a few published instances hold sizes below 0, which make room
   * @param demand how many, from 0
   */
  public record Item(List<Long> sizes, long demand) {
    public Item {
      sizes = List.copyOf(sizes);
      if (demand < 0 || demand > 1_000_000_000L) {
        throw new IllegalArgumentException("an item's demand must be from 0 to 1e9: " + demand);
      }
      if (sizes.stream().allMatch(size -> size <= 0)) {
        throw new IllegalArgumentException("an item needs a size above 0");
      }
    }
  }

  /**
   * The first item that is larger than a bin, as a sentence. It makes the packing infeasible,
   * unless sizes below 0 make room for it.
   */
  public Optional<String> tooLarge() {
    for (int i = 0; i < items.size(); i++) {
      for (int d = 0; d < capacities.size(); d++) {
        if (items.get(i).demand() > 0 && items.get(i).sizes().get(d) > capacities.get(d)) {
          return Optional.of(
              "item %d is larger than a bin: %d of %d in dimension %d"
                  .formatted(i, items.get(i).sizes().get(d), capacities.get(d), d));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Reads a file.
   *
   * @throws InputException when it is missing, unreadable or malformed, naming file and line
   */
  public static VectorPacking read(Path file) {
    try {
      return parse(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw InputException.unreadable(file, e);
    }
  }

  /**
   * Reads a document from memory; {@code name} stands for it in messages.
   *
   * @throws InputException when it is malformed, naming the line and what was expected
   */
  public static VectorPacking parse(String text, String name) {
    Numbers numbers = new Numbers(text, name);
    int dimensions = (int) numbers.next("the number of dimensions", 1, 1000);
    List<Long> capacities = new ArrayList<>();
    for (int d = 0; d < dimensions; d++) {
      capacities.add(numbers.next("a capacity", 0, LARGEST));
    }
    int rows = (int) numbers.next("the number of items", 0, 10_000_000);
    List<Item> items = new ArrayList<>(rows);
    for (int i = 0; i < rows; i++) {
      List<Long> sizes = new ArrayList<>();
      for (int d = 0; d < dimensions; d++) {
        sizes.add(numbers.next("a size of item " + i, -LARGEST, LARGEST));
      }
      long demand = numbers.next("the demand of item " + i, 0, 1_000_000_000L);
      try {
        items.add(new Item(sizes, demand));
      } catch (IllegalArgumentException e) {
        throw new InputException(name + ":" + numbers.line + ": " + e.getMessage(), e);
      }
    }
    numbers.end();
    return new VectorPacking(capacities, items);
  }

  /** Whole numbers between white space, with the line they stand on. */
  private static final class Numbers {
    private final String text;
    private final String name;
    private int at;
    private int line = 1;

    Numbers(String text, String name) {
      this.text = text;
      this.name = name;
    }

    long next(String what, long min, long max) {
      skip();
      int from = at;
      while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      String word = text.substring(from, at);
      long value;
      try {
        value = Long.parseLong(word);
      } catch (NumberFormatException e) {
        throw new InputException(
            name
                + ":"
                + line
                + ": "
                + what
                + " must be a whole number, not "
                + (word.isEmpty() ? "the end of the file" : "'" + word + "'"),
            e);
      }
      if (value < min || value > max) {
        throw new InputException(
            name + ":" + line + ": " + what + " must be from " + min + " to " + max + ": " + value);
      }
      return value;
    }

    void end() {
      skip();
      if (at < text.length()) {
        throw new InputException(name + ":" + line + ": more follows after the last item");
      }
    }

    private void skip() {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        line += text.charAt(at++) == '\n' ? 1 : 0;
      }
    }
  }
}
