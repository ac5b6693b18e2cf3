package io.lepton.local.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Lists and maps in properties: {@code command.0}, {@code env.PORT}. */
final class Numbered {

  private Numbered() {}

  static void put(Properties values, String name, List<String> list) {
    for (int i = 0; i < list.size(); i++) {
      values.put(name + "." + i, list.get(i));
    }
  }

  static List<String> list(Properties values, String name) {
    List<String> list = new ArrayList<>();
    for (String item = values.getProperty(name + ".0");
        item != null;
        item = values.getProperty(name + "." + list.size())) {
      list.add(item);
    }
    return list;
  }

  static void put(Properties values, String prefix, Map<String, String> map) {
    map.forEach((key, value) -> values.put(prefix + key, value));
  }

  static Map<String, String> named(Properties values, String prefix) {
    Map<String, String> map = new TreeMap<>();
    for (String key : values.stringPropertyNames()) {
      if (key.startsWith(prefix)) {
        map.put(key.substring(prefix.length()), values.getProperty(key));
      }
    }
    return map;
  }
}
