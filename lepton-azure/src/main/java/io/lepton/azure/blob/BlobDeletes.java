package io.lepton.azure.blob;

import io.lepton.azure.blob.BlobErrors.Effect;
import io.lepton.azure.blob.StorageAccount.Access;
import io.lepton.http.HttpResponse;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.DeleteFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Deletions, up to 256 in one request. Thread safe. */
final class BlobDeletes {
  static final String SNAPSHOTS = "x-ms-delete-snapshots";

  private final BlobHttp http;
  private final BlobErrors errors;
  private final Access access;

  BlobDeletes(BlobHttp http, Access access) {
    this.http = http;
    this.errors = http.errors();
    this.access = access;
  }

  /** Refuses keys that the service cannot hold. */
  interface KeyCheck {
    void check(String operation, String key);
  }

  List<DeleteFailure> delete(Collection<String> keys, KeyCheck check) {
    List<DeleteFailure> failures = new ArrayList<>();
    List<String> possible = new ArrayList<>();
    for (String key : new LinkedHashSet<>(keys)) {
      try {
        check.check("delete", key);
        possible.add(key);
      } catch (CloudException e) {
        note(failures, key, e);
      }
    }
    int most = AzureBlobStorage.LIMITS.maxDeleteBatch();
    for (int from = 0; from < possible.size(); from += most) {
      List<String> some = possible.subList(from, Math.min(possible.size(), from + most));
      if (some.size() > 1 && DeleteBatch.suits(access)) {
        batch(some, failures);
      } else {
        some.forEach(key -> one(key, failures));
      }
    }
    return failures;
  }

  private void one(String key, List<DeleteFailure> failures) {
    BlobRequest request = http.blob("DELETE", key, "");
    request.set(SNAPSHOTS, "include");
    try {
      http.send("delete", key, Effect.REPEATABLE, request);
    } catch (CloudException e) {
      note(failures, key, e);
    }
  }

  private void batch(List<String> keys, List<DeleteFailure> failures) {
    String boundary = "batch_" + BlockId.newUpload();
    List<String> paths = keys.stream().map(http::path).toList();
    BlobRequest request = http.container("POST", "?restype=container&comp=batch");
    request.body(new DeleteBatch(boundary, access).body(paths, BlobService.date()));
    request.set("content-type", "multipart/mixed; boundary=" + boundary);
    Map<Integer, DeleteBatch.Outcome> outcomes;
    try (HttpResponse response = http.open("delete", "", request);
        InputStream body = response.stream()) {
      outcomes = DeleteBatch.outcomes(new String(body.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw errors.unanswered("delete", "", Effect.REPEATABLE, e);
    }
    for (int i = 0; i < keys.size(); i++) {
      DeleteBatch.Outcome outcome = outcomes.get(i);
      if (outcome == null) {
        note(
            failures,
            keys.get(i),
            errors
                .of(ErrorKind.TIMED_OUT, "delete", keys.get(i))
                .retryable()
                .message("the answer to its batch does not speak of it"));
      } else if (outcome.status() / 100 != 2) {
        note(
            failures,
            keys.get(i),
            errors.refused(
                "delete", keys.get(i), Effect.REPEATABLE, outcome.status(), outcome.code()));
      }
    }
  }

  private static void note(List<DeleteFailure> failures, String key, CloudException e) {
    if (e.kind() == ErrorKind.CANCELLED) {
      throw e;
    }
    if (e.kind() != ErrorKind.NOT_FOUND || BlobErrors.isOfContainer(e)) {
      failures.add(new DeleteFailure(key, e));
    }
  }
}
