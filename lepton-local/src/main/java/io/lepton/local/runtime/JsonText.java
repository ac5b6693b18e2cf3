package io.lepton.local.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON (RFC 8259) as far as image manifests need it: objects as maps, arrays as lists,
 * numbers as doubles. Not thread safe.
 */
final class JsonText {
  private static final int DEEPEST = 64;

  private final String text;
  private int at;
  private int depth;

  private JsonText(String text) {
    this.text = text;
  }

  /** Reads one document. */
  static @Nullable Object read(byte[] document) throws IOException {
    JsonText json = new JsonText(new String(document, StandardCharsets.UTF_8));
    Object value = json.value();
    json.space();
    if (json.at < json.text.length()) {
      throw json.wrong("the end");
    }
    return value;
  }

  /** What lies at a path of keys and list indexes. */
  static Optional<Object> find(@Nullable Object document, Object... path) {
    Object value = document;
    for (Object step : path) {
      if (value instanceof Map<?, ?> map && step instanceof String) {
        value = map.get(step);
      } else if (value instanceof List<?> list
          && step instanceof Integer index
          && index < list.size()) {
        value = list.get(index);
      } else {
        return Optional.empty();
      }
    }
    return Optional.ofNullable(value);
  }

  /** The texts of the list at a path; none when there is no list. */
  static List<String> strings(@Nullable Object document, Object... path) {
    return find(document, path)
        .filter(List.class::isInstance)
        .map(list -> ((List<?>) list).stream().map(String::valueOf).toList())
        .orElse(List.of());
  }

  private @Nullable Object value() throws IOException {
    space();
    if (++depth > DEEPEST) {
      throw new IOException("JSON is nested deeper than " + DEEPEST);
    }
    Object value =
        switch (peek()) {
          case '{' -> object();
          case '[' -> array();
          case '"' -> string();
          case 't' -> word("true", true);
          case 'f' -> word("false", false);
          case 'n' -> word("null", null);
          default -> number();
        };
    depth--;
    return value;
  }

  private Map<String, @Nullable Object> object() throws IOException {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    at++;
    space();
    if (peek() == '}') {
      at++;
      return map;
    }
    while (true) {
      space();
      String key = string();
      space();
      expect(':');
      map.put(key, value());
      space();
      if (peek() == '}') {
        at++;
        return map;
      }
      expect(',');
    }
  }

  private List<@Nullable Object> array() throws IOException {
    List<@Nullable Object> list = new ArrayList<>();
    at++;
    space();
    if (peek() == ']') {
      at++;
      return list;
    }
    while (true) {
      list.add(value());
      space();
      if (peek() == ']') {
        at++;
        return list;
      }
      expect(',');
    }
  }

  private String string() throws IOException {
    expect('"');
    StringBuilder read = new StringBuilder();
    while (peek() != '"') {
      char c = text.charAt(at++);
      read.append(c == '\\' ? escaped() : c);
    }
    at++;
    return read.toString();
  }

  private char escaped() throws IOException {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw wrong("an escape");
    };
  }

  private char unicode() throws IOException {
    if (at + 4 > text.length()) {
      throw wrong("four hexadecimal digits");
    }
    try {
      char c = (char) Integer.parseInt(text.substring(at, at + 4), 16);
      at += 4;
      return c;
    } catch (NumberFormatException e) {
      throw wrong("four hexadecimal digits");
    }
  }

  private @Nullable Object word(String word, @Nullable Object meaning) throws IOException {
    if (!text.startsWith(word, at)) {
      throw wrong(word);
    }
    at += word.length();
    return meaning;
  }

  private Object number() throws IOException {
    int start = at;
    while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    try {
      return Double.valueOf(text.substring(start, at));
    } catch (NumberFormatException e) {
      at = start;
      throw wrong("a value");
    }
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() throws IOException {
    if (at >= text.length()) {
      throw wrong("more");
    }
    return text.charAt(at);
  }

  private void expect(char c) throws IOException {
    if (peek() != c) {
      throw wrong("'" + c + "'");
    }
    at++;
  }

  private IOException wrong(String expected) {
    return new IOException("JSON is malformed at character " + at + ": expected " + expected);
  }
}
