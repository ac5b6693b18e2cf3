package io.lepton.aws.storage;

import io.lepton.http.HttpHeaders;
import io.lepton.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;

/**
 * An answer of S3 that is an error ("Error responses" in the S3 API reference). What is not told is
 * empty.
 */
final class S3Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The code where the clocks of this machine and of S3 differ too much. */
  static final String SKEWED = "RequestTimeTooSkewed";

  private final int status;
  private final String code;
  private final String text;
  private final String requestId;
  private final String region;

  private S3Refusal(int status, String code, String text, String requestId, String region) {
    super(status + " " + code, null, false, false);
    this.status = status;
    this.code = code;
    this.text = text;
    this.requestId = requestId;
    this.region = region;
  }

  /** Reads the rest of an answer, and closes it. */
  static S3Refusal read(HttpResponse answer) {
    Map<String, String> body = Map.of();
    try (answer) {
      body = S3Xml.fields(answer.stream());
    } catch (XMLStreamException e) {
      // Answers to HEAD have no body, and those of proxies on the way are no XML.
    }
    return of(answer.status(), answer.headers(), body);
  }

  /** The error that a body tells. */
  static S3Refusal of(int status, HttpHeaders headers, Map<String, String> body) {
    return new S3Refusal(
        status,
        body.getOrDefault("Code", ""),
        body.getOrDefault("Message", ""),
        first(headers.value("x-amz-request-id"), body.get("RequestId")),
        first(headers.value("x-amz-bucket-region"), body.get("Region")));
  }

  /** The same by another code. */
  S3Refusal as(String other) {
    return new S3Refusal(status, other, text, requestId, region);
  }

  private static String first(
      @org.jspecify.annotations.Nullable String one,
      @org.jspecify.annotations.Nullable String other) {
    return Optional.ofNullable(one).or(() -> Optional.ofNullable(other)).orElse("");
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  String text() {
    return text;
  }

  String requestId() {
    return requestId;
  }

  String region() {
    return region;
  }

  /**
   * Whether the bucket is somewhere else. Buckets of regions that an account must opt into are told
   * by a code of their own (the AWS SDK for JavaScript follows it too); answers to HEAD have no
   * code.
   */
  boolean redirects() {
    return !region.isEmpty()
        && (status == 301
            || status == 307
            || code.isEmpty()
            || code.equals("AuthorizationHeaderMalformed")
            || code.equals("IllegalLocationConstraintException"));
  }
}
