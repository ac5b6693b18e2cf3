package io.lepton.azure.blob;

import io.lepton.http.Hmac;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.Collator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Signs requests with an account's key ("Authorize with Shared Key" in the service's
 * documentation), after their date was added. The service sorts headers by a collation, which costs
 * more than all the rest of a request; so the order of names that came together before is kept.
 * Thread safe.
 */
final class SharedKey {
  /** Names of user metadata differ from object to object, without an end. */
  private static final int MOST_ORDERS = 1_000;

  private static final String LENGTH = "content-length";
  private static final String[] SIGNED = {
    "content-encoding",
    "content-language",
    LENGTH,
    "content-md5",
    "content-type",
    "date",
    "if-modified-since",
    "if-match",
    "if-none-match",
    "if-unmodified-since",
    "range"
  };

  private final String account;
  private final Hmac key;
  private final Map<List<String>, List<String>> orders = new ConcurrentHashMap<>();

  SharedKey(String account, String base64) {
    this.account = account;
    this.key = new Hmac(Base64.getDecoder().decode(base64));
  }

  /** The value of the request's {@code Authorization} header. */
  String authorization(BlobRequest request) {
    Map<String, String> headers = request.headers();
    StringBuilder text = new StringBuilder(512).append(request.method());
    for (String name : SIGNED) {
      text.append('\n');
      if (!name.equals(LENGTH)) {
        text.append(headers.getOrDefault(name, ""));
      } else if (request.contentLength() > 0) {
        text.append(request.contentLength());
      }
    }
    List<String> names = new ArrayList<>();
    for (String name : headers.keySet()) {
      if (name.startsWith("x-ms-")) {
        names.add(name);
      }
    }
    for (String name : ordered(names)) {
      text.append('\n').append(name).append(':').append(headers.get(name));
    }
    text.append("\n/").append(account).append(request.path());
    parameters(request.query())
        .forEach((name, value) -> text.append('\n').append(name).append(':').append(value));
    return "SharedKey " + account + ":" + hmac(text.toString());
  }

  /** By name; requests made here name each parameter once. */
  private static Map<String, String> parameters(String query) {
    if (query.isEmpty()) {
      return Map.of();
    }
    Map<String, String> parameters = new TreeMap<>();
    for (String parameter : query.split("&", -1)) {
      int equals = parameter.indexOf('=');
      String name = equals < 0 ? parameter : parameter.substring(0, equals);
      String value = equals < 0 ? "" : parameter.substring(equals + 1);
      parameters.put(decoded(name).toLowerCase(Locale.ROOT), decoded(value));
    }
    return parameters;
  }

  private static String decoded(String text) {
    return text.indexOf('%') < 0
        ? text
        : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private String hmac(String text) {
    return Base64.getEncoder().encodeToString(key.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  private List<String> ordered(List<String> names) {
    List<String> known = orders.get(names);
    if (known == null) {
      List<String> sorted = new ArrayList<>(names);
      sorted.sort(Collator.getInstance(Locale.ROOT));
      known = List.copyOf(sorted);
      if (orders.size() < MOST_ORDERS) {
        orders.put(List.copyOf(names), known);
      }
    }
    return known;
  }
}
