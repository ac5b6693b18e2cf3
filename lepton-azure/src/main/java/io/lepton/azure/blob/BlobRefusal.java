package io.lepton.azure.blob;

import io.lepton.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * An answer that refuses, by its headers; its text is left out, because it can quote signatures.
 */
final class BlobRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String requestId;

  /**
   * A refusal.
   *
   * @param code of "Blob service error codes", or empty
   * @param requestId what the service calls the request, or empty
   */
  BlobRefusal(int status, String code, String requestId) {
    super((status + " " + code).strip());
    this.code = code;
    this.requestId = requestId;
  }

  static BlobRefusal of(HttpResponse response) {
    return new BlobRefusal(
        response.status(),
        BlobErrors.code(response),
        orEmpty(response.headers().value("x-ms-request-id")));
  }

  private static String orEmpty(@Nullable String value) {
    return value == null ? "" : value;
  }

  String requestId() {
    return requestId;
  }

  /** Whether it is about a blob that is not made of blocks. */
  boolean isOfOtherBlobs() {
    return code.equals("InvalidBlobType") || code.equals("BlobOperationNotSupported");
  }

  /** Whether it is about the container and not about an object in it. */
  boolean isOfContainer() {
    return switch (code) {
      case "ContainerNotFound", "ContainerBeingDeleted", "ContainerDisabled" -> true;
      default -> false;
    };
  }
}
