package io.lepton.benchmarks.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * One page of a listing.
 *
 * @param objects in key order
 * @param prefixes what is summed up below a delimiter, in order
 * @param next where the next page starts, exclusive
 */
record Listing(
    List<Map.Entry<String, Blob>> objects, List<String> prefixes, Optional<String> next) {

  static Listing of(
      NavigableMap<String, Blob> bucket, String prefix, String delimiter, String after, int max) {
    List<Map.Entry<String, Blob>> objects = new ArrayList<>();
    List<String> prefixes = new ArrayList<>();
    String position = after;
    Map.Entry<String, Blob> entry =
        after.compareTo(prefix) >= 0 ? bucket.higherEntry(after) : bucket.ceilingEntry(prefix);
    while (entry != null && entry.getKey().startsWith(prefix)) {
      if (objects.size() + prefixes.size() == max) {
        return new Listing(objects, prefixes, Optional.of(position));
      }
      String key = entry.getKey();
      int cut = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
      if (cut >= 0) {
        String common = key.substring(0, cut + delimiter.length());
        prefixes.add(common);
        position = common + Character.MAX_VALUE;
        entry = bucket.higherEntry(position);
      } else {
        objects.add(entry);
        position = key;
        entry = bucket.higherEntry(key);
      }
    }
    return new Listing(objects, prefixes, Optional.empty());
  }
}
