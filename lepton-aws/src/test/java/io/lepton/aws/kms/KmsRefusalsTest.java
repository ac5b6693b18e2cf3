package io.lepton.aws.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.lepton.aws.AwsProvider;
import io.lepton.spi.CloudBackends;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers of the service that no emulator gives, as its API reference documents them. */
class KmsRefusalsTest {
  private static final String URI =
      "aws-kms://arn:aws:kms:eu-west-1:123456789012:key/00000000-0000-0000-0000-000000000000";

  @ParameterizedTest
  @CsvSource({
    "400, IncorrectKeyException, PERMISSION_DENIED, false, did not wrap",
    "400, InvalidCiphertextException, PERMISSION_DENIED, false, did not wrap",
    "400, AccessDeniedException, PERMISSION_DENIED, false, kms:Decrypt",
    "400, DisabledException, PERMISSION_DENIED, false, enable it again",
    "400, KMSInvalidStateException, PERMISSION_DENIED, false, cancel its deletion",
    "400, InvalidKeyUsageException, PERMISSION_DENIED, false, symmetric",
    "400, ExpiredTokenException, PERMISSION_DENIED, false, renew them",
    "400, UnrecognizedClientException, PERMISSION_DENIED, false, renew them",
    "400, NotFoundException, NOT_FOUND, false, no such key",
    "400, ThrottlingException, RESOURCE_EXHAUSTED, true, slow down",
    "500, KMSInternalException, UNKNOWN, true, failed",
    "503, KeyUnavailableException, UNKNOWN, true, failed",
    "400, ValidationException, INVALID_ARGUMENT, false, refuses the request"
  })
  void eachIsToldWithTheKeyAndTheFix(
      int status, String code, ErrorKind kind, boolean retryable, String says) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body =
              ("{\"__type\":\"" + code + "\",\"message\":\"said so\"}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    String endpoint = "http://127.0.0.1:" + server.getAddress().getPort();
    try (CloudBackends backends = new AwsProvider().open(KmsServer.config(endpoint))) {
      CloudException error =
          catchThrowableOfType(
              CloudException.class,
              () -> backends.keys().orElseThrow().key(URI).unwrap(new byte[100], "test"));
      assertThat(error).hasMessageContaining(URI).hasMessageContaining(says);
      assertThat(error).hasMessageContaining(code);
      assertThat(error.kind()).isEqualTo(kind);
      assertThat(error.retryable()).isEqualTo(retryable);
    } finally {
      server.stop(0);
    }
  }
}
