package io.lepton.gcp.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Batches as the service's documentation ("Batch requests") shows them. */
class BatchBodyTest {
  private static final String TYPE = "multipart/mixed; boundary=\"batch_a+b\"";

  @Test
  void requestsAreNumberedParts() {
    BatchBody batch = new BatchBody();
    batch.add("DELETE", "/storage/v1/b/x/o/1");
    batch.add("DELETE", "/storage/v1/b/x/o/2");
    String boundary = batch.type().substring("multipart/mixed; boundary=".length());
    assertThat(new String(batch.bytes(), StandardCharsets.UTF_8))
        .startsWith("--" + boundary + "\r\nContent-Type: application/http\r\n")
        .contains("Content-ID: <1>\r\n\r\nDELETE /storage/v1/b/x/o/2 HTTP/1.1\r\n")
        .endsWith("\r\n--" + boundary + "--\r\n");
  }

  private static String part(String id, String answer) {
    return "--batch_a+b\r\nContent-Type: application/http\r\n"
        + (id.isEmpty() ? "" : "Content-ID: <" + id + ">\r\n")
        + "\r\n"
        + answer.replace("\n", "\r\n")
        + "\r\n";
  }

  @Test
  void answersBelongToTheRequestsThatTheyName() throws IOException {
    String refusal = "HTTP/1.1 404 Not Found\nContent-Type: application/json\n\n{\"error\":{}}\n";
    assertThat(
            BatchBody.answers(
                TYPE,
                part("response-2", refusal)
                    + part("response-0", "HTTP/1.1 204 No Content\nContent-Length: 0\n")
                    + "--batch_a+b--\r\n"))
        .isEqualTo(
            Map.of(
                2, new BatchBody.Answer(404, "{\"error\":{}}"), 0, new BatchBody.Answer(204, "")));
  }

  @Test
  void answersThatNameNoneAreInOrder() throws IOException {
    assertThat(
            BatchBody.answers(
                TYPE,
                part("", "HTTP/1.1 204 No Content\n")
                    + part("", "HTTP/1.1 503 Busy\n\nlater")
                    + "--batch_a+b--"))
        .isEqualTo(Map.of(0, new BatchBody.Answer(204, ""), 1, new BatchBody.Answer(503, "later")));
  }

  @Test
  void anAnswerOfAnotherTypeIsAnError() {
    assertThatThrownBy(() -> BatchBody.answers("text/html", "<html>"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("text/html");
  }
}
