package io.lepton.azure.blob;

import io.lepton.azure.blob.StorageAccount.Access;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The body of a batch of deletions and what its answer says ("Blob Batch" in the service's
 * documentation): each deletion is a small HTTP request with a proof of access of its own.
 */
final class DeleteBatch {
  private final String boundary;
  private final Access access;
  private final Optional<SharedKey> signer;

  DeleteBatch(String boundary, Access access) {
    this.boundary = boundary;
    this.access = access;
    this.signer =
        access instanceof Access.Key key
            ? Optional.of(new SharedKey(key.account(), key.base64()))
            : Optional.empty();
  }

  /** Whether batches can be signed with this proof. */
  static boolean suits(Access access) {
    return !(access instanceof Access.Identity);
  }

  /** What became of one deletion. */
  record Outcome(int status, String code) {}

  byte[] body(List<String> paths, String date) {
    StringBuilder text = new StringBuilder(paths.size() * 400);
    for (int i = 0; i < paths.size(); i++) {
      text.append("--").append(boundary).append("\r\n");
      text.append("Content-Type: application/http\r\n");
      text.append("Content-Transfer-Encoding: binary\r\n");
      text.append("Content-ID: ").append(i).append("\r\n\r\n");
      deletion(text, paths.get(i), date);
    }
    text.append("--").append(boundary).append("--\r\n");
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void deletion(StringBuilder text, String path, String date) {
    BlobRequest request =
        new BlobRequest("DELETE", path, "")
            .set(BlobService.DATE, date)
            .set(BlobDeletes.SNAPSHOTS, "include");
    if (access instanceof Access.Signature signature) {
      request.addQuery(signature.token());
    }
    signer.ifPresent(by -> request.set("authorization", by.authorization(request)));
    text.append("DELETE ").append(request.target()).append(" HTTP/1.1\r\n");
    request
        .headers()
        .forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
    text.append("Content-Length: 0\r\n\r\n");
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
