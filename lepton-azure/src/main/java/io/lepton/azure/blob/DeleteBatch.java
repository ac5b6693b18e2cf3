package io.lepton.azure.blob;

import com.azure.core.http.HttpHeaders;
import com.azure.storage.common.StorageSharedKeyCredential;
import io.lepton.azure.blob.StorageAccount.Access;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The body of a batch of deletions and what its answer says ("Blob Batch" in the service's
 * documentation): each deletion is a small HTTP request with a proof of access of its own.
 */
final class DeleteBatch {
  private final String boundary;
  private final Access access;

  DeleteBatch(String boundary, Access access) {
    this.boundary = boundary;
    this.access = access;
  }

  /** Whether batches can be signed with this proof. */
  static boolean suits(Access access) {
    return !(access instanceof Access.Identity);
  }

  /** What became of one deletion. */
  record Outcome(int status, String code) {}

  byte[] body(List<String> addresses, String date) {
    StringBuilder text = new StringBuilder(addresses.size() * 400);
    for (int i = 0; i < addresses.size(); i++) {
      text.append("--").append(boundary).append("\r\n");
      text.append("Content-Type: application/http\r\n");
      text.append("Content-Transfer-Encoding: binary\r\n");
      text.append("Content-ID: ").append(i).append("\r\n\r\n");
      deletion(text, addresses.get(i), date);
    }
    text.append("--").append(boundary).append("--\r\n");
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void deletion(StringBuilder text, String address, String date) {
    URL url;
    try {
      url =
          new URL(
              access instanceof Access.Signature signature
                  ? address + "?" + signature.token()
                  : address);
    } catch (MalformedURLException e) {
      throw new IllegalStateException("an address that was made here is no URL", e);
    }
    HttpHeaders headers =
        new HttpHeaders()
            .set(BlobHttp.DATE, date)
            .set(BlobDeletes.SNAPSHOTS, "include")
            .set(com.azure.core.http.HttpHeaderName.CONTENT_LENGTH, "0");
    text.append("DELETE ").append(url.getFile()).append(" HTTP/1.1\r\n");
    headers.forEach(
        header ->
            text.append(header.getName()).append(": ").append(header.getValue()).append("\r\n"));
    if (access instanceof Access.Key key) {
      StorageSharedKeyCredential credential = key.credential();
      text.append("Authorization: ")
          .append(credential.generateAuthorizationHeader(url, "DELETE", headers, false))
          .append("\r\n");
    }
    text.append("\r\n");
  }

  /** The outcomes by the number of their deletion. */
  static Map<Integer, Outcome> outcomes(String answer) {
    Map<Integer, Outcome> outcomes = new TreeMap<>();
    int number = -1;
    for (String line : answer.split("\r?\n", -1)) {
      int colon = line.indexOf(':');
      String name = colon < 0 ? "" : line.substring(0, colon).strip();
      String value = line.substring(colon + 1).strip();
      if (name.equalsIgnoreCase("Content-ID")) {
        number = value.matches("\\d{1,3}") ? Integer.parseInt(value) : -1;
      } else if (line.matches("HTTP/1\\.1 \\d{3}.*")) {
        outcomes.put(number, new Outcome(Integer.parseInt(line.substring(9, 12)), ""));
      } else if (name.equalsIgnoreCase("x-ms-error-code")) {
        outcomes.computeIfPresent(number, (key, outcome) -> new Outcome(outcome.status(), value));
      }
    }
    return outcomes;
  }
}
