package io.lepton.it.pairs;

import io.lepton.spi.storage.ObjectMetadata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Objects with odd keys, of all sizes from 0 bytes up, with all kinds of metadata. */
final class OddWorld {
  private static final long SEED = 20_261_126;
  private static final int KIB = 1 << 10;
  private static final int MIB = 1 << 20;

  private static final List<String> ODD =
      List.of(
          "plain.txt",
          "a/b/c/deep",
          "with space",
          "a+b&c=d;e,f@g$h!i(j)'k",
          "star*question?bracket[x]{y}<z>|pipe:colon",
          "per%cent",
          "%41",
          "a%2Fb",
          "hash#fragment?query=1",
          "\"quoted\" `back`",
          "tilde~",
          "-rf",
          "Case",
          "case",
          ".hidden",
          "a/.hidden/b",
          "umlaut-\u00e4\u00f6\u00fc\u00df",
          "u\u0308mlaut-decomposed",
          "\u6f22\u5b57/\u304b\u306a",
          "emoji-\ud83d\ude00",
          "\ufeffbyte-order-mark",
          "&amp;<![CDATA[x]]>",
          "long/" + "n".repeat(250),
          "x".repeat(200) + "/" + "y".repeat(200),
          // What rclone, or one of the places, cannot name.
          "trailing dot.",
          "trailing space ",
          " leading space",
          "back\\slash",
          "tab\there",
          "new\nline",
          "double//slash",
          "folder/",
          "/leading",
          "a/../b",
          "...",
          "twin",
          "twin/inside",
          "longest/" + "\u00e4".repeat(508));

  private OddWorld() {}

  /**
   * The world.
   *
   * @param count how many objects, at least one for each odd key
   * @param largestBytes size of the largest one
   */
  static List<OddObject> of(int count, long largestBytes) {
    if (count < ODD.size()) {
      throw new IllegalArgumentException("at least " + ODD.size() + " objects, not " + count);
    }
    SplittableRandom random = new SplittableRandom(SEED);
    List<String> keys = new ArrayList<>(ODD);
    while (keys.size() < count) {
      int number = keys.size();
      String odd = ODD.get(random.nextInt(24));
      keys.add(odd + (number % 3 == 0 ? "/" : "-") + number + (number % 5 == 0 ? " \u00e9+%" : ""));
    }
    // Large ones are few: every 250th, from the largest down.
    Map<String, OddObject> objects = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      long size =
          i % 250 == 3
              ? Math.max(0, largestBytes >> (i / 250))
              : switch (i % 10) {
                case 0 -> 0;
                case 1 -> 1;
                case 2 -> 4 * MIB + random.nextInt(-1, 2);
                case 3, 4 -> random.nextInt(300 * KIB);
                default -> random.nextInt(20 * KIB);
              };
      // Sizes around the engine's buffer are dear; a few of them will do.
      if (i % 10 == 2 && i > 40) {
        size = random.nextInt(100 * KIB);
      }
      objects.put(
          keys.get(i), new OddObject(keys.get(i), size, SEED + ((long) i << 32), metadata(i)));
    }
    return List.copyOf(objects.values());
  }

  private static ObjectMetadata metadata(int number) {
    return switch (number % 6) {
      case 0 -> ObjectMetadata.contentType("text/plain; charset=utf-8");
      case 1 ->
          // The bytes are no gzip at all: whoever decodes them on the way will notice.
          new ObjectMetadata(
              Map.of("content-type", "text/csv", "content-encoding", "gzip"), Map.of(), Map.of());
      case 2 ->
          new ObjectMetadata(
              Map.of(
                  "content-type",
                  "application/json",
                  "cache-control",
                  "public, max-age=3600",
                  "content-disposition",
                  "attachment; filename=\"a b.json\"",
                  "content-language",
                  "de"),
              Map.of("owner", "data team", "mood", "fine"),
              Map.of());
      case 3 ->
          new ObjectMetadata(
              Map.of("content-type", "application/octet-stream"),
              Map.of("rank", Integer.toString(number)),
              Map.of("stage", "raw", "cost-center", "4711"));
      default -> ObjectMetadata.none();
    };
  }
}
