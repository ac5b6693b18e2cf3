package io.lepton.aws.storage;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Encoded words of RFC 2047, in which S3 takes and gives user metadata that is not plain ASCII
 * ("User-defined object metadata" in its user guide).
 */
final class EncodedWords {
  /** An encoded word has at most 75 characters, of which 12 are its frame. */
  private static final int BYTES_PER_WORD = 45;

  private static final Pattern WORD =
      Pattern.compile(
          "=\\?([^?\\s]+)\\?([bBqQ])\\?([^?\\s]*)\\?=(\\s+(?==\\?[^?\\s]+\\?[bBqQ]\\?))?");

  private EncodedWords() {}

  /** Whether a header carries the text as it is. */
  static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (unit < ' ' || unit > '~') {
        return false;
      }
    }
    return text.strip().length() == text.length();
  }

  /** The text, encoded if a header would change it or reading it back would. */
  static String encode(String text) {
    if (isPlain(text) && !text.contains("=?")) {
      return text;
    }
    StringBuilder words = new StringBuilder();
    StringBuilder word = new StringBuilder();
    int bytes = 0;
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      int more = Character.toString(point).getBytes(StandardCharsets.UTF_8).length;
      if (bytes + more > BYTES_PER_WORD) {
        append(words, word);
        bytes = 0;
      }
      word.appendCodePoint(point);
      bytes += more;
      i += Character.charCount(point);
    }
    append(words, word);
    return words.toString();
  }

  private static void append(StringBuilder words, StringBuilder word) {
    byte[] bytes = word.toString().getBytes(StandardCharsets.UTF_8);
    words
        .append(words.isEmpty() ? "" : " ")
        .append("=?UTF-8?B?")
        .append(Base64.getEncoder().encodeToString(bytes))
        .append("?=");
    word.setLength(0);
  }

  /** The text that was encoded; what is no encoded word stays as it is. */
  static String decode(String text) {
    if (!text.contains("=?")) {
      return text;
    }
    Matcher word = WORD.matcher(text);
    StringBuilder all = new StringBuilder();
    while (word.find()) {
      String decoded = decode(word);
      word.appendReplacement(all, Matcher.quoteReplacement(decoded));
    }
    return word.appendTail(all).toString();
  }

  private static String decode(Matcher word) {
    try {
      Charset charset = Charset.forName(word.group(1));
      byte[] bytes =
          word.group(2).equalsIgnoreCase("B")
              ? Base64.getDecoder().decode(word.group(3))
              : quoted(word.group(3));
      return new String(bytes, charset);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return word.group();
    } catch (IllegalArgumentException e) {
      return word.group();
    }
  }

  private static byte[] quoted(String text) {
    java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (unit == '=' && i + 2 < text.length()) {
        bytes.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.write(unit == '_' ? ' ' : unit);
      }
    }
    return bytes.toByteArray();
  }
}
