package io.lepton.transfer;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What tells one transfer from another, by the names of its options. The age of objects is none of
 * it: the same command means another moment each time that it is run ({@code --newer-than 7d}), and
 * continues what it began all the same.
 */
final class TransferTraits {

  private TransferTraits() {}

  /** What is set of {@code transfer}, in the order of names. */
  static Map<String, String> of(Transfer transfer) {
    Map<String, String> traits = new TreeMap<>();
    traits.put("source", transfer.from().toString());
    traits.put("target", transfer.to().toString());
    traits.put("strategy", transfer.strategy().name().toLowerCase(Locale.ROOT));
    transfer.encryptWith().ifPresent(keys -> traits.put("encrypt", keys.text()));
    transfer.decryptWith().ifPresent(keys -> traits.put("decrypt", keys.text()));
    TransferFilter filter = transfer.filter();
    put(traits, "include", filter.include());
    put(traits, "exclude", filter.exclude());
    put(traits, "content types", filter.contentTypes());
    filter.minSizeBytes().ifPresent(bytes -> traits.put("min-size", bytes + " bytes"));
    filter.maxSizeBytes().ifPresent(bytes -> traits.put("max-size", bytes + " bytes"));
    return traits;
  }

  private static void put(Map<String, String> traits, String name, List<String> globs) {
    if (!globs.isEmpty()) {
      traits.put(
          name, globs.stream().map(TransferTraits::escaped).collect(Collectors.joining(", ")));
    }
  }

  /**
   * A comma that a space follows parts two globs; one inside a glob is told apart by a backslash
   * between them, and those that lie there already by one more. All other globs stand as they are.
   */
  private static String escaped(String glob) {
    return glob.replaceAll(",(\\\\*) ", ",\\\\$1 ");
  }
}
