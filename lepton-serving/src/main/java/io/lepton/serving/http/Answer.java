package io.lepton.serving.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A whole HTTP answer.
 *
 * @param status of HTTP
 * @param headers without {@code Content-Length}, which follows from the body
 * @param body not copied: whoever holds the answer must not write to it
 */
@SuppressWarnings(
    "ArrayRecordComponent") // Written to the socket once; a copy would double the cost.
public record Answer(int status, List<Header> headers, byte[] body) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Header JSON_TYPE = new Header("Content-Type", "application/json");

  public Answer {
    headers = List.copyOf(headers);
  }

  /** Status 200 or another, without a body. */
  public static Answer empty(int status) {
    return new Answer(status, List.of(), new byte[0]);
  }

  /** {@code value} as Jackson writes it. */
  public static Answer json(int status, Object value) {
    try {
      return new Answer(status, List.of(JSON_TYPE), JSON.writeValueAsBytes(value));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code {"error": message}}, the form of errors in the Open Inference Protocol. */
  public static Answer error(int status, String message) {
    return json(status, Map.of("error", message));
  }

  /** A text of the given type. */
  public static Answer text(String contentType, String text) {
    return new Answer(
        200,
        List.of(new Header("Content-Type", contentType)),
        text.getBytes(StandardCharsets.UTF_8));
  }

  /** This answer with one more header. */
  public Answer with(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new Answer(status, more, body);
  }

  /** The first header of that name. */
  public Optional<String> header(String name) {
    return headers.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::value)
        .findFirst();
  }
}
