package io.lepton.gcp.storage;

import io.lepton.http.HttpHeaders;
import io.lepton.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** An answer that is no success, with what it says. */
final class RefusedException extends IOException {
  private static final long serialVersionUID = 1L;
  private static final int MOST_BYTES = 64 << 10;

  private final int status;
  private final String content;
  private final String retryAfter;
  private final String requestId;
  private boolean outdated;

  /**
   * A refusal.
   *
   * @param content of the answer, JSON or plain text
   * @param headers of the answer that it came with
   */
  RefusedException(int status, String content, HttpHeaders headers) {
    super(content.isBlank() ? Integer.toString(status) : status + " " + content);
    this.status = status;
    this.content = content;
    this.retryAfter = Objects.requireNonNullElse(headers.value("Retry-After"), "");
    this.requestId = Objects.requireNonNullElse(headers.value("X-GUploader-UploadID"), "");
  }

  /** Reads an answer that refuses and gives its connection back. */
  static RefusedException of(HttpResponse response) {
    String content = "";
    try (response;
        InputStream body = response.stream()) {
      content = new String(body.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    } catch (IOException e) {
      // Its status tells the most.
    }
    return new RefusedException(response.status(), content, response.headers());
  }

  /** The same, of a request whose proof was good before and has been renewed. */
  RefusedException outdated() {
    outdated = true;
    return this;
  }

  /** Whether the same request may be taken with the proof that there is now. */
  boolean isOutdated() {
    return outdated;
  }

  int status() {
    return status;
  }

  String content() {
    return content;
  }

  /** What Google's support finds the request by, of whatever method; empty when not told. */
  String requestId() {
    return requestId;
  }

  /** How long the service asks to wait, where it says so in seconds. */
  Optional<Duration> retryAfter() {
    return retryAfter.matches("\\d{1,5}")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(retryAfter)))
        : Optional.empty();
  }
}
