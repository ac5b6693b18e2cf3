package io.lepton.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Header fields in their order; names are compared without case. Not thread safe. */
public final class HttpHeaders {
  private final List<String> namesAndValues = new ArrayList<>(24);

  /** Starts without any. */
  public HttpHeaders() {}

  /**
   * Appends a field, after others of its name.
   *
   * @throws IllegalArgumentException when name or value cannot be sent: a line break would end the
   *     field, and what follows would be another
   */
  public HttpHeaders add(String name, String value) {
    check(name, name);
    check(name, value);
    namesAndValues.add(name);
    namesAndValues.add(value);
    return this;
  }

  /** Over the bytes that are sent, where what has none is a question mark. */
  private static void check(String name, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < bytes.length; i++) {
      byte b = bytes[i];
      if (b == '\r' || b == '\n' || b == 0 || (b == '?' && text.charAt(i) != '?')) {
        throw new IllegalArgumentException("the value of header " + name + " cannot be sent");
      }
    }
  }

  /** Appends what was received, which holds no line break. */
  void received(String name, String value) {
    namesAndValues.add(name);
    namesAndValues.add(value);
  }

  /** The first value of this name, or null. */
  public @Nullable String value(String name) {
    for (int i = 0; i < namesAndValues.size(); i += 2) {
      if (namesAndValues.get(i).equalsIgnoreCase(name)) {
        return namesAndValues.get(i + 1);
      }
    }
    return null;
  }

  /** Tells every field, in order. */
  public void forEach(BiConsumer<String, String> field) {
    for (int i = 0; i < namesAndValues.size(); i += 2) {
      field.accept(namesAndValues.get(i), namesAndValues.get(i + 1));
    }
  }

  void appendTo(StringBuilder head) {
    for (int i = 0; i < namesAndValues.size(); i += 2) {
      head.append(namesAndValues.get(i))
          .append(": ")
          .append(namesAndValues.get(i + 1))
          .append("\r\n");
    }
  }
}
