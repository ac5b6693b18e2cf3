package io.lepton.gcp.storage;

import com.google.api.client.googleapis.batch.BatchRequest;
import com.google.api.client.googleapis.batch.json.JsonBatchCallback;
import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpResponseException;
import java.io.IOException;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Deletes objects of a bucket, as many in one request as the service takes. What does not exist
 * counts as deleted. Thread safe.
 */
final class BatchDeletes {
  static final int MOST = 100;

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
    Set<String> batch = new TreeSet<>();
    for (Iterator<String> rest = names.iterator(); rest.hasNext(); ) {
      batch.add(rest.next());
      if (batch.size() == MOST || !rest.hasNext()) {
        send(batch, failures);
        batch.clear();
      }
    }
    return failures;
  }

  private void send(Set<String> batch, Map<String, IOException> failures) {
    try {
      if (batch.size() == 1) {
        client.send("DELETE", client.object(bucket, batch.iterator().next(), ""));
        return;
      }
      BatchRequest request = client.newBatch();
      for (String name : batch) {
        client.storage().objects().delete(bucket, name).queue(request, new Outcome(name, failures));
      }
      request.execute();
    } catch (HttpResponseException e) {
      if (batch.size() > 1 || !GcsErrors.isMissingObject(e)) {
        batch.forEach(name -> failures.put(name, e));
      }
    } catch (IOException e) {
      batch.forEach(name -> failures.put(name, e));
    }
  }

  /** What became of one name. */
  private static final class Outcome extends JsonBatchCallback<Void> {
    private final String name;
    private final Map<String, IOException> failures;

    Outcome(String name, Map<String, IOException> failures) {
      this.name = name;
      this.failures = failures;
    }

    @Override
    public void onSuccess(Void nothing, HttpHeaders headers) {}

    @Override
    public void onFailure(GoogleJsonError error, HttpHeaders headers) {
      HttpResponseException answer =
          new HttpResponseException.Builder(error.getCode(), error.getMessage(), headers)
              .setContent(error.getMessage())
              .build();
      if (!GcsErrors.isMissingObject(answer)) {
        failures.put(name, answer);
      }
    }
  }
}
