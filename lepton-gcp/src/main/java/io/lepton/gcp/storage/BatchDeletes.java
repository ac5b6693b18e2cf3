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

  /** What is to be deleted: an object as it is now, or one generation of it, for good. */
  private record Item(String name, String query) {}

  /**
   * Deletes objects by their full names. Where the bucket has versions, they become old ones.
   *
   * @return why each of those that are still there was not deleted
   */
  Map<String, IOException> delete(Collection<String> names) {
    return deleteItems(new TreeSet<>(names).stream().map(name -> new Item(name, "")).toList());
  }

  /** The same for the generations that are described, of which no old version is left. */
  Map<String, IOException> deleteForGood(Collection<ObjectResource> objects) {
    return deleteItems(
        objects.stream()
            .map(object -> new Item(object.name(), "generation=" + object.info().version()))
            .toList());
  }

  private Map<String, IOException> deleteItems(List<Item> items) {
    Map<String, IOException> failures = new LinkedHashMap<>();
    for (int from = 0; from < items.size(); from += MOST) {
      List<Item> batch = items.subList(from, Math.min(items.size(), from + MOST));
      try {
        if (batch.size() == 1) {
          one(batch.get(0), failures);
        } else {
          send(batch, failures);
        }
      } catch (IOException e) {
        batch.forEach(item -> failures.put(item.name(), e));
      }
    }
    return failures;
  }

  private String url(Item item) {
    return client.object(bucket, item.name(), item.query());
  }

  private void one(Item item, Map<String, IOException> failures) throws IOException {
    try {
      client.send("DELETE", url(item));
    } catch (RefusedException e) {
      note(item, e, failures);
    }
  }

  private void send(List<Item> items, Map<String, IOException> failures) throws IOException {
    BatchBody batch = new BatchBody();
    items.forEach(item -> batch.add("DELETE", url(item)));
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
    for (int i = 0; i < items.size(); i++) {
      BatchBody.Answer answer = answers.get(i);
      if (answer == null) {
        failures.put(
            items.get(i).name(), new EOFException("the answer to its batch does not speak of it"));
      } else if (answer.status() / 100 != 2) {
        note(
            items.get(i),
            new RefusedException(answer.status(), answer.content(), headers),
            failures);
      }
    }
  }

  private static void note(Item item, RefusedException refusal, Map<String, IOException> failures) {
    if (!GcsErrors.isMissingObject(refusal)) {
      failures.put(item.name(), refusal);
    }
  }
}
