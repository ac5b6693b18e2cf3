package io.lepton.gcp.storage;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Names of the objects that unfinished uploads are made of, at one fixed place of a bucket: {@code
 * open/ID} says that an upload exists and of what, {@code parts/ID/} holds its parts. An id ends in
 * a digest of the key, so that an id with another key is known to be wrong without a request.
 */
final class UploadNames {

  /** What listings hide and keys must not begin with. */
  static final String RESERVED = ".lepton-uploads/";

  /** The first name behind everything reserved. */
  static final String AFTER_RESERVED = ".lepton-uploads0";

  static final String OPEN = RESERVED + "open/";
  static final int MAX_PARTS = 10_000;

  private static final int RANDOM_BYTES = 16;
  private static final int DIGEST_CHARS = 16;
  private static final Pattern ID =
      Pattern.compile("[0-9a-f]{" + (2 * RANDOM_BYTES + DIGEST_CHARS) + "}");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{5}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private UploadNames() {}

  static boolean isReserved(String name) {
    return name.startsWith(RESERVED);
  }

  /** A new id for an upload of {@code name}, a full object name. */
  static String newId(String name) {
    byte[] random = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(random);
    return HexFormat.of().formatHex(random) + digest(name);
  }

  /** Whether an upload of {@code name} can have this id. */
  static boolean canBe(String id, String name) {
    return ID.matcher(id).matches() && id.endsWith(digest(name));
  }

  private static String digest(String name) {
    return Hashing.sha256()
        .hashString(name, StandardCharsets.UTF_8)
        .toString()
        .substring(0, DIGEST_CHARS);
  }

  static String marker(String id) {
    return OPEN + id;
  }

  /** The id that a marker's name ends in. */
  static Optional<String> idOf(String marker) {
    String id = marker.substring(OPEN.length());
    return ID.matcher(id).matches() ? Optional.of(id) : Optional.empty();
  }

  static String parts(String id) {
    return RESERVED + "parts/" + id + "/";
  }

  static String part(String id, int number) {
    return parts(id) + String.format(Locale.ROOT, "%05d", number);
  }

  /** An object composed of others on the way to the last one. */
  static String joined(String id, int level, int index) {
    return parts(id) + "joined-" + level + "-" + index;
  }

  /** The number of the part with this name; empty when it is none. */
  static OptionalInt numberOf(String id, String name) {
    String last = name.substring(parts(id).length());
    return NUMBER.matcher(last).matches()
        ? OptionalInt.of(Integer.parseInt(last))
        : OptionalInt.empty();
  }
}
