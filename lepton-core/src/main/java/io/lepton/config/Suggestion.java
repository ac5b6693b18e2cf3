package io.lepton.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the known word that a misspelled one was meant to be. */
public final class Suggestion {
  private static final int MOST_SHOWN = 20;

  private Suggestion() {}

  /** The nearest of {@code known}; empty when none is near enough to have been meant. */
  public static Optional<String> nearest(String word, Collection<String> known) {
    int limit = Math.max(1, word.length() / 2);
    return known.stream()
        .filter(candidate -> distance(word, candidate) <= limit)
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
  }

  /** What to append to "there is no such word": the nearest known one, or some that are known. */
  public static String hint(String word, Collection<String> known) {
    return nearest(word, known)
        .map(near -> "; did you mean '" + near + "'?")
        .orElseGet(() -> known.isEmpty() ? "; none is known" : "; known are " + some(known));
  }

  private static String some(Collection<String> known) {
    String first = known.stream().limit(MOST_SHOWN).collect(Collectors.joining(", "));
    return known.size() <= MOST_SHOWN
        ? first
        : first + " and " + (known.size() - MOST_SHOWN) + " more";
  }

  /**
   * Levenshtein's edit distance without regard to case, by the two-row method of Wagner and Fischer
   * (1974).
   */
  private static int distance(String word, String other) {
    String a = word.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        current[j] = Math.min(previous[j - 1] + change, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
