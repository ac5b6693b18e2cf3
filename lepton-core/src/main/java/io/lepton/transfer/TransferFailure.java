package io.lepton.transfer;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.ObjectKeys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One object that was not transferred or deleted, or a phase that did not take place.
 *
 * @param key the object; empty when the failure is of the whole run, such as a listing that broke
 * @param kind what went wrong
 * @param message what went wrong and what to do, for people
 * @param requestId what the service calls the request that failed, if it told
 */
public record TransferFailure(
    String key,
    ErrorKind kind,
    String message,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> requestId) {
  private static final int NAMED = 20;

  public TransferFailure {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(message, "message");
    // Documents of earlier releases tell of none by an empty text.
    requestId = requestId.filter(id -> !id.isEmpty());
  }

  /** What {@code error} did to {@code key}. */
  public static TransferFailure of(String key, CloudException error) {
    return new TransferFailure(key, error.kind(), error.text(), Optional.of(error.requestId()));
  }

  /** A failure that no request was answered with. */
  public static TransferFailure of(String key, ErrorKind kind, String message) {
    return new TransferFailure(key, kind, message, Optional.empty());
  }

  /**
   * Lines for people: failures that are alike but for the keys and the requests that they name
   * share one, which tells how many there are and names the first keys and a request.
   */
  public static List<String> lines(List<TransferFailure> failures) {
    Map<String, List<TransferFailure>> alike = new LinkedHashMap<>();
    for (TransferFailure failure : failures) {
      alike.computeIfAbsent(failure.withoutKey(), unused -> new ArrayList<>()).add(failure);
    }
    return alike.values().stream().map(TransferFailure::line).toList();
  }

  private static String line(List<TransferFailure> group) {
    TransferFailure first = group.get(0);
    if (group.size() == 1) {
      return first.text();
    }
    List<String> keys =
        group.stream().map(TransferFailure::key).sorted(ObjectKeys.ORDER).limit(NAMED).toList();
    int more = group.size() - keys.size();
    return "%s (%,d objects: %s%s)"
        .formatted(
            CloudException.withRequest(first.withoutKey(), first.requestId.orElse("")),
            group.size(),
            String.join(", ", keys),
            more == 0 ? "" : " and %,d more".formatted(more));
  }

  /** An error names its place first, which ends in the key: {@code read s3://bucket/key: ...}. */
  private String withoutKey() {
    int place = key.isEmpty() ? -1 : message.indexOf(key + ": ");
    return place < 0
        ? message
        : message.substring(0, place) + "*" + message.substring(place + key.length());
  }

  /** One line for people. */
  public String text() {
    String told = CloudException.withRequest(message, requestId.orElse(""));
    return key.isEmpty() ? told : key + ": " + told;
  }
}
