package io.lepton.transfer.journal;

import java.util.ArrayList;
import java.util.List;

/** Several texts in one: length-prefixed, because versions and ETags may hold any character. */
final class Fields {

  private Fields() {}

  static String join(String... fields) {
    StringBuilder joined = new StringBuilder();
    for (String field : fields) {
      joined.append(field.length()).append(':').append(field);
    }
    return joined.toString();
  }

  static List<String> split(String joined) {
    List<String> fields = new ArrayList<>(4);
    for (int at = 0; at < joined.length(); ) {
      int colon = joined.indexOf(':', at);
      int end = colon + 1 + Integer.parseInt(joined, at, colon, 10);
      fields.add(joined.substring(colon + 1, end));
      at = end;
    }
    return fields;
  }
}
