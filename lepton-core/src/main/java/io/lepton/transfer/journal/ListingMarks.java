package io.lepton.transfer.journal;

import java.util.ArrayList;
import java.util.List;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;

/** Keys that cut the listing of each side into ranges, for the next run. Thread safe. */
public final class ListingMarks {
  private static final char SEPARATOR = '\u0000';

  private final JournalFile file;
  private final MVMap<String, String> marks;

  ListingMarks(JournalFile file) {
    this.file = file;
    this.marks = file.map("marks");
  }

  /** Those of one side, in order, as {@link #keep} set them. */
  public List<String> of(String side) {
    return file.guarded(
        () -> {
          List<String> found = new ArrayList<>();
          for (Cursor<String, String> at = marks.cursor(side + SEPARATOR); at.hasNext(); ) {
            if (!at.next().startsWith(side + SEPARATOR)) {
              break;
            }
            found.add(at.getValue());
          }
          return found;
        });
  }

  /** Keeps those of one side in place of earlier ones; durable with the next save. */
  public void keep(String side, List<String> keys) {
    file.guarded(
        () -> {
          List<String> before = of(side);
          if (!keys.equals(before)) {
            for (int i = 0; i < Math.max(before.size(), keys.size()); i++) {
              String name = side + SEPARATOR + String.format("%09d", i);
              if (i < keys.size()) {
                marks.put(name, keys.get(i));
              } else {
                marks.remove(name);
              }
            }
          }
          return true;
        });
  }
}
