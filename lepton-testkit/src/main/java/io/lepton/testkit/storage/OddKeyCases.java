package io.lepton.testkit.storage;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Keys that stores have stumbled over. */
final class OddKeyCases {
  private OddKeyCases() {}

  static List<String> all() {
    return List.of(
        "with space",
        " leading and trailing ",
        "a+b&c=d;e,f@g$h!i(j)'k",
        "\"quoted\" `back` 'single'",
        "star*question?bracket[x]{y}<z>|pipe:colon",
        "back\\slash",
        "per%cent",
        "%41",
        "a%2Fb",
        "%00",
        "hash#fragment?query=1",
        "tilde~/x",
        "-rf",
        "tab\there",
        "new\nline",
        "carriage\rreturn",
        "\u0001control",
        "delete\u007f",
        "nul\u0000inside",
        "&amp;<![CDATA[x]]>",
        "trailing dot.",
        "CON",
        "nul.txt",
        ".hidden",
        "a/.hidden/b",
        "...",
        ".",
        "..",
        "./a",
        "../a",
        "../../../../etc/escape",
        "a/./b",
        "a/../b",
        "a/..",
        "a/.",
        "/",
        "/leading",
        "//",
        "double//slash",
        "trailing/",
        "trailing//",
        ".lepton",
        ".lepton/tmp/x",
        ".lepton/odd/x",
        "a/.lepton/b",
        "upload.tmp",
        "file.part",
        ".nfs0000",
        "umlaut-\u00e4\u00f6\u00fc\u00df",
        "\u6f22\u5b57/\u304b\u306a",
        "emoji-\ud83d\ude00",
        "private-\ue000\ufffd\ufffe",
        "\u202eright-to-left",
        "zero\u200bwidth",
        "\ufeffbyte-order-mark",
        longest("n", ""),
        longest("segment/", ""),
        longest("\u00e4", "x"),
        "s".repeat(255),
        "s".repeat(256),
        "\u00e4".repeat(128));
  }

  /** A key of exactly 1,024 bytes that does not end in a slash. */
  private static String longest(String unit, String end) {
    int bytes = unit.getBytes(StandardCharsets.UTF_8).length;
    String key = unit.repeat((1024 - end.length()) / bytes) + end;
    int missing = 1024 - key.getBytes(StandardCharsets.UTF_8).length;
    String padded = key + "p".repeat(missing);
    return padded.endsWith("/") ? padded.substring(0, padded.length() - 1) + "p" : padded;
  }
}
