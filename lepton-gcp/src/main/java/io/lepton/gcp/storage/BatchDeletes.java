package io.lepton.gcp.storage;

import io.lepton.http.HttpHeaders;
import io.lepton.http.HttpRequest;
import io.lepton.http.HttpResponse;
import io.lepton.http.RequestBody;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Deletes objects of a bucket, as many in one request as the service takes. What does not exist
 * counts as deleted. Thread safe.
 */
final class BatchDeletes {
  private static final int MOST = GcsStorage.LIMITS.maxDeleteBatch();

  private final GcsClient client;
  private final String bucket;

  BatchDeletes(GcsClient client, String bucket) {
    this.client = client;
    this.bucket = bucket;
  }

  /**
   * Deletes objects by their full names.
   *
   * @return why each of those that are still there was not deleted
   */
  Map<String, IOException> delete(Collection<String> names) {
    Map<String, IOException> failures = new LinkedHashMap<>();
    List<String> distinct = List.copyOf(new TreeSet<>(names));
    for (int from = 0; from < distinct.size(); from += MOST) {
      List<String> batch = distinct.subList(from, Math.min(distinct.size(), from + MOST));
      try {
        if (batch.size() == 1) {
          one(batch.get(0), failures);
        } else {
          send(batch, failures);
        }
      } catch (IOException e) {
        batch.forEach(name -> failures.put(name, e));
      }
    }
    return failures;
  }

  private void one(String name, Map<String, IOException> failures) throws IOException {
    try {
      client.send("DELETE", client.object(bucket, name, ""));
    } catch (RefusedException e) {
      note(name, e, failures);
    }
  }

  private void send(List<String> names, Map<String, IOException> failures) throws IOException {
    BatchBody batch = new BatchBody();
    names.forEach(name -> batch.add("DELETE", client.object(bucket, name, "")));
    HttpRequest request =
        client
            .request("POST", client.batch())
            .header("Content-Type", batch.type())
            .body(RequestBody.of(ByteBuffer.wrap(batch.bytes())));
    Map<Integer, BatchBody.Answer> answers;
    HttpHeaders headers;
    try (HttpResponse response = client.open(request);
        InputStream body = response.stream()) {
      headers = response.headers();
      answers =
          BatchBody.answers(
              String.valueOf(headers.value("Content-Type")),
              new String(body.readAllBytes(), StandardCharsets.UTF_8));
    }
    for (int i = 0; i < names.size(); i++) {
      BatchBody.Answer answer = answers.get(i);
      if (answer == null) {
        failures.put(
            names.get(i), new EOFException("the answer to its batch does not speak of it"));
      } else if (answer.status() / 100 != 2) {
        note(
            names.get(i),
            new RefusedException(answer.status(), answer.content(), headers),
            failures);
      }
    }
  }

  private static void note(
      String name, RefusedException refusal, Map<String, IOException> failures) {
    if (!GcsErrors.isMissingObject(refusal)) {
      failures.put(name, refusal);
    }
  }
}
