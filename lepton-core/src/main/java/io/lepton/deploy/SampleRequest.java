package io.lepton.deploy;

import java.util.Objects;

/**
 * A request that stands in for a client's where there are too few: a row of the test split, as a
 * client would send it.
 *
 * @param path on the service, with a leading slash: {@code /v2/models/digits/infer}
 * @param contentType of the body: {@code application/json}
 * @param body sent with POST, in UTF-8
 */
public record SampleRequest(String path, String contentType, String body) {

  public SampleRequest {
    Objects.requireNonNull(contentType, "contentType");
    Objects.requireNonNull(body, "body");
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("path '" + path + "' needs a leading slash");
    }
  }

  /** A JSON request. */
  public static SampleRequest json(String path, String body) {
    return new SampleRequest(path, "application/json", body);
  }
}
