package io.lepton.transfer.listing;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A run of keys in {@link io.lepton.spi.storage.ObjectKeys#ORDER}.
 *
 * @param after the range begins behind this key; empty for the first
 * @param upTo the range ends with this key; empty for the last
 */
public record KeyRange(Optional<String> after, Optional<String> upTo) {

  public KeyRange {
    Objects.requireNonNull(after, "after");
    Objects.requireNonNull(upTo, "upTo");
  }

  /** All keys. */
  public static KeyRange everything() {
    return new KeyRange(Optional.empty(), Optional.empty());
  }

  /** All keys, cut behind each of {@code marks}, which are in order. */
  public static List<KeyRange> cutAt(List<String> marks) {
    List<KeyRange> ranges = new ArrayList<>();
    Optional<String> after = Optional.empty();
    for (String mark : marks) {
      ranges.add(new KeyRange(after, Optional.of(mark)));
      after = Optional.of(mark);
    }
    ranges.add(new KeyRange(after, Optional.empty()));
    return ranges;
  }
}
