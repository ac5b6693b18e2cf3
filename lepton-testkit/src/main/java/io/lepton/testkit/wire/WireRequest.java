package io.lepton.testkit.wire;

import java.util.Objects;
import java.util.Optional;

/**
 * One request as it reached the proxy.
 *
 * @param number how many requests the proxy has seen, this one included
 * @param method such as {@code PUT}
 * @param target path and query, as sent: percent encoding is left as it is
 * @param head the lines of the whole head, each with its line end, as sent
 */
public record WireRequest(long number, String method, String target, String head) {

  public WireRequest {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(head, "head");
    if (number < 1) {
      throw new IllegalArgumentException("requests count from 1, not " + number);
    }
  }

  /** The target up to its query. */
  public String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /** The query without its question mark; empty when there is none. */
  public String query() {
    int query = target.indexOf('?');
    return query < 0 ? "" : target.substring(query + 1);
  }

  /** Whether the query holds this parameter, with or without a value. */
  public boolean asks(String parameter) {
    for (String pair : query().split("&", -1)) {
      if (pair.equals(parameter) || pair.startsWith(parameter + "=")) {
        return true;
      }
    }
    return false;
  }

  /** The value of a header, its name in any case; the first of several. */
  public Optional<String> header(String name) {
    return HttpHead.header(head, name);
  }

  @Override
  public String toString() {
    return "#" + number + " " + method + " " + target;
  }
}
