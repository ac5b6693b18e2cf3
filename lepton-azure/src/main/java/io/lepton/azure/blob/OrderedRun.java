package io.lepton.azure.blob;

import io.lepton.spi.storage.ObjectKeys;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Puts a listing in the order of UTF-16 units into that of UTF-8 bytes; one that is in order stays
 * as it is. Holds keys back only while another may have to go before them.
 *
 * <p>A key is in doubt from its first character at or above U+D800 on: supplementary characters are
 * written there as surrogates, which UTF-16 sorts below U+E000 and UTF-8 above. Keys that agree up
 * to that character, and have one of these next, lie together in both orders.
 */
final class OrderedRun {
  private static final char DOUBTFUL = '\ud800';

  private final List<DescribedBlob> held = new ArrayList<>();
  private String beginning = "";

  /** The key at or before which, in both orders, everything after {@code key} begins. */
  static String startOfDoubt(String key) {
    int at = doubt(key);
    return at < 0 ? key : key.substring(0, at) + (char) (DOUBTFUL - 1);
  }

  private static int doubt(String key) {
    for (int i = 0; i < key.length(); i++) {
      if (key.charAt(i) >= DOUBTFUL) {
        return i;
      }
    }
    return -1;
  }

  /** Takes the next blob and gives those whose place is certain now. */
  List<DescribedBlob> next(DescribedBlob blob) {
    String key = blob.info().key();
    if (waits() && belongs(key)) {
      held.add(blob);
      return List.of();
    }
    List<DescribedBlob> certain = end();
    int at = doubt(key);
    if (at >= 0) {
      beginning = key.substring(0, at);
      held.add(blob);
    } else {
      certain.add(blob);
    }
    return certain;
  }

  private boolean belongs(String key) {
    return key.length() > beginning.length()
        && key.startsWith(beginning)
        && key.charAt(beginning.length()) >= DOUBTFUL;
  }

  /** Whether keys are held back. */
  boolean waits() {
    return !held.isEmpty();
  }

  /** Gives what is held back: no more follows it. */
  List<DescribedBlob> end() {
    List<DescribedBlob> certain = new ArrayList<>(held);
    certain.sort(Comparator.comparing(blob -> blob.info().key(), ObjectKeys.ORDER));
    held.clear();
    return certain;
  }
}
