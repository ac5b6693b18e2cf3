package io.lepton.transfer.journal;

import io.lepton.config.InputException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/** Whose a journal is, as the file itself tells: the traits of its transfer, and its format. */
final class JournalOwner {
  private static final String FORMAT = "2";
  private static final String ABOUT = "about";
  private static final String TRAITS = "traits";
  private static final String NONE = "none";

  private JournalOwner() {}

  /**
   * Makes a new file this transfer's.
   *
   * @throws InputException when it is another's already
   */
  static void check(MVStore store, Path file, Map<String, String> traits) {
    MVMap<String, String> about = store.openMap(ABOUT);
    MVMap<String, String> kept = store.openMap(TRAITS);
    Map<String, String> owner = Map.copyOf(kept);
    String format = about.get("format");
    if (format == null) {
      about.put("format", FORMAT);
      kept.putAll(traits);
      store.commit();
    } else if (!format.equals(FORMAT)) {
      throw new InputException(
          file
              + " was written by another version of lepton; delete it and run again: what is at the"
              + " target is compared anew");
    } else if (!owner.equals(traits)) {
      throw new InputException(
          file
              + " is the journal of another transfer: "
              + differences(owner, traits)
              + "; name another folder with --state, or delete it");
    }
  }

  private static String differences(Map<String, String> owner, Map<String, String> traits) {
    Set<String> names = new TreeSet<>(owner.keySet());
    names.addAll(traits.keySet());
    return names.stream()
        .filter(name -> !Objects.equals(owner.get(name), traits.get(name)))
        .map(
            name ->
                "its %s is %s, not %s"
                    .formatted(
                        name, owner.getOrDefault(name, NONE), traits.getOrDefault(name, NONE)))
        .collect(Collectors.joining(", and "));
  }
}
