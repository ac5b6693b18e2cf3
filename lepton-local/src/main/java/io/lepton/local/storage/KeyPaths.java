package io.lepton.local.storage;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Keys as relative paths and back, byte for byte in UTF-8 whatever the locale of the process: Java
 * encodes path names by locale, so under LANG=C a name beyond ASCII goes through its URI form,
 * which carries raw bytes.
 */
final class KeyPaths {

  /** The reserved folder, and the segment that no plain key may hold. */
  static final String RESERVED = ".lepton";

  /** NAME_MAX of Linux file systems, in bytes. */
  private static final int MAX_SEGMENT_BYTES = 255;

  /** PATH_MAX of Linux, less the final NUL. */
  private static final int MAX_PATH_BYTES = 4095;

  private static final boolean NAMES_ARE_UTF8 =
      System.getProperty("sun.jnu.encoding", "")
          .toUpperCase(Locale.ROOT)
          .replace("-", "")
          .equals("UTF8");

  private final String rootText;
  private final int rootBytes;

  /**
   * @param rootText the folder's absolute path with a trailing slash
   */
  KeyPaths(String rootText) {
    this.rootText = rootText;
    this.rootBytes = rootText.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Whether a key can be the path of a plain file below the root. */
  boolean isPlain(String key) {
    int start = 0;
    while (true) {
      int slash = key.indexOf('/', start);
      int end = slash < 0 ? key.length() : slash;
      if (!isPlainSegment(key, start, end)) {
        return false;
      }
      if (slash < 0) {
        break;
      }
      start = slash + 1;
    }
    return rootBytes + key.length() * 3 <= MAX_PATH_BYTES
        || rootBytes + utf8Length(key) <= MAX_PATH_BYTES;
  }

  private static boolean isPlainSegment(String key, int start, int end) {
    int length = end - start;
    if (length == 0 || (key.startsWith(".", start) && isSpecial(key, start, length))) {
      return false;
    }
    for (int i = start; i < end; i++) {
      if (key.charAt(i) == 0) {
        return false;
      }
    }
    return length * 3 <= MAX_SEGMENT_BYTES
        || utf8Length(key.substring(start, end)) <= MAX_SEGMENT_BYTES;
  }

  private static boolean isSpecial(String key, int start, int length) {
    return length == 1
        || (length == 2 && key.charAt(start + 1) == '.')
        || (length == RESERVED.length() && key.startsWith(RESERVED, start));
  }

  private static int utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The folder itself. */
  Path root() {
    return path(rootText);
  }

  /** The path of a plain key. */
  Path resolve(String key) {
    return path(rootText + key);
  }

  /** An absolute path from its text, encoded in UTF-8. */
  static Path path(String text) {
    return NAMES_ARE_UTF8 || isAscii(text) ? Path.of(text) : throughUri(text);
  }

  private static Path throughUri(String text) {
    StringBuilder uri = new StringBuilder("file://");
    for (byte unit : text.getBytes(StandardCharsets.UTF_8)) {
      boolean literal =
          (unit >= '0' && unit <= '9')
              || (unit >= 'A' && unit <= 'Z')
              || (unit >= 'a' && unit <= 'z')
              || unit == '/';
      if (literal) {
        uri.append((char) unit);
      } else {
        uri.append(String.format("%%%02X", unit & 0xff));
      }
    }
    return Path.of(URI.create(uri.toString()));
  }

  /** The text of a file's name; empty when its bytes are not UTF-8. */
  static Optional<String> name(Path file) {
    Path last = file.getFileName();
    String text = last == null ? "" : last.toString();
    if (isAscii(text) || (NAMES_ARE_UTF8 && text.indexOf('\uFFFD') < 0)) {
      return Optional.of(text);
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(rawName(file))).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static byte[] rawName(Path file) {
    String uri = file.toUri().getRawPath();
    int end = uri.endsWith("/") ? uri.length() - 1 : uri.length();
    String name = uri.substring(uri.lastIndexOf('/', end - 1) + 1, end);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < name.length(); i++) {
      char unit = name.charAt(i);
      if (unit == '%') {
        bytes.write(Integer.parseInt(name, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.write(unit);
      }
    }
    return bytes.toByteArray();
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }
}
