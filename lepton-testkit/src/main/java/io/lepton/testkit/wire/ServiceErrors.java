package io.lepton.testkit.wire;

import java.util.Map;

/** Error answers in the three clouds' own forms, given instead of delivering the request. */
public final class ServiceErrors {
  private ServiceErrors() {}

  /** An error of S3: XML with a code such as {@code SlowDown} or {@code AccessDenied}. */
  public static WireFault s3(int status, String code) {
    return WireFault.answer(
        status, Map.of("Content-Type", "application/xml", "x-amz-request-id", "wire"), s3Xml(code));
  }

  /** The XML of an S3 error, which some operations send with status 200. */
  public static String s3Xml(String code) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>"
        + code
        + "</Code><Message>by the fault proxy</Message><RequestId>wire</RequestId></Error>";
  }

  /** An error of Azure storage, such as {@code ServerBusy} or {@code AuthorizationFailure}. */
  public static WireFault azure(int status, String code) {
    return WireFault.answer(
        status,
        Map.of(
            "Content-Type", "application/xml", "x-ms-error-code", code, "x-ms-request-id", "wire"),
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>"
            + code
            + "</Code><Message>by the fault proxy</Message></Error>");
  }

  /** An error of Google Cloud Storage, with a reason such as {@code rateLimitExceeded}. */
  public static WireFault gcs(int status, String reason) {
    return gcs(status, reason, "by the fault proxy");
  }

  /** An error of Google Cloud Storage in the service's own words, which hold no double quotes. */
  public static WireFault gcs(int status, String reason, String message) {
    return WireFault.answer(
        status,
        Map.of("Content-Type", "application/json; charset=UTF-8"),
        "{\"error\":{\"code\":"
            + status
            + ",\"message\":\""
            + message
            + "\",\"errors\":[{\"domain\":\"global\",\"reason\":\""
            + reason
            + "\",\"message\":\""
            + message
            + "\"}]}}");
  }
}
