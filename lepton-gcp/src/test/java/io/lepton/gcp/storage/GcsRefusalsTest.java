package io.lepton.gcp.storage;

import static io.lepton.testkit.storage.Failures.fails;
import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.CopyRequest;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.MultipartUpload;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.Precondition;
import io.lepton.spi.storage.PutRequest;
import io.lepton.spi.storage.ReadRequest;
import io.lepton.spi.storage.UploadedPart;
import io.lepton.testkit.wire.ServiceErrors;
import io.lepton.testkit.wire.WireFault;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What Google refuses, in its own words, is told with the place, the cause and what to do about it;
 * the emulator permits everything and so cannot show it.
 */
@Timeout(120)
class GcsRefusalsTest extends GcsOnTheWire {
  private static String words(String permission, String resource) {
    return "mover@p.iam.gserviceaccount.com does not have "
        + permission
        + " access to the Google Cloud Storage "
        + resource
        + ". Permission '"
        + permission
        + "' denied on resource (or it may not exist).";
  }

  private static WireFault denied(String permission) {
    return ServiceErrors.gcs(403, "forbidden", words(permission, "object"));
  }

  private void put(String key) {
    store.put(PutRequest.of(key, ObjectContent.of("x")));
  }

  private void assertNeeds(CloudException error, String key, String permission, String role) {
    assertThat(error)
        .hasMessageContaining(place + key)
        .hasMessageContaining("need " + permission)
        .hasMessageContaining(role);
    assertThat(error.retryable()).isFalse();
  }

  @Test
  void aListingThatIsDeniedNamesThePermissionAndTheRoleThatHasIt() {
    script
        .on("GET")
        .then(ServiceErrors.gcs(403, "forbidden", words("storage.objects.list", "bucket")));
    assertNeeds(
        fails(() -> store.list(ListRequest.all()), ErrorKind.PERMISSION_DENIED),
        "",
        "storage.objects.list",
        "roles/storage.objectViewer");
  }

  @Test
  void theRequestIsNamedAsGooglesSupportAsksForIt() {
    script
        .on("GET")
        .then(WireFault.answer(403, Map.of("X-GUploader-UploadID", "AHmUCY7"), "denied"));
    CloudException error = fails(() -> store.stat("k"), ErrorKind.PERMISSION_DENIED);
    assertThat(error.requestId()).isEqualTo("AHmUCY7");
    assertThat(error).hasMessageEndingWith("(request AHmUCY7)");
  }

  @Test
  void aReadThatIsDeniedIsToldThoughDownloadsAreRefusedInPlainText() {
    put("k");
    script
        .on("GET")
        .asking("alt")
        .then(
            WireFault.answer(
                403,
                Map.of("Content-Type", "text/html; charset=UTF-8"),
                words("storage.objects.get", "object")));
    script.on("GET").then(denied("storage.objects.get"));
    String role = "roles/storage.objectViewer";
    assertNeeds(
        fails(() -> store.read(ReadRequest.of("k")), ErrorKind.PERMISSION_DENIED),
        "k",
        "storage.objects.get",
        role);
    assertNeeds(
        fails(() -> store.stat("k"), ErrorKind.PERMISSION_DENIED),
        "k",
        "storage.objects.get",
        role);
  }

  @Test
  void aWriteThatIsDeniedInAnyOfItsWaysNamesThePermission() {
    put("source");
    ObjectInfo source = store.stat("source").orElseThrow();
    MultipartUpload upload = store.startUpload("k", ObjectMetadata.none());
    UploadedPart part = store.putPart(upload, 1, ObjectContent.of("x"));
    script.on("POST").then(denied("storage.objects.create"));
    for (Runnable write :
        List.<Runnable>of(
            () -> put("k"),
            () -> store.startUpload("k", ObjectMetadata.none()),
            () -> store.putPart(upload, 2, ObjectContent.of("y")),
            () -> store.completeUpload(upload, List.of(part), Precondition.none()),
            () -> store.copy(new CopyRequest(store, source, "k", Precondition.none())))) {
      assertNeeds(
          fails(write::run, ErrorKind.PERMISSION_DENIED),
          "k",
          "storage.objects.create",
          "roles/storage.objectUser");
    }
    script.clear();
    assertThat(store.stat("k")).isEmpty();
    store.completeUpload(upload, List.of(part), Precondition.none());
    assertThat(store.stat("k")).isPresent();
  }

  @Test
  void aReplacementThatIsDeniedSaysThatItTakesThePermissionToDelete() {
    put("k");
    ObjectInfo before = store.stat("k").orElseThrow();
    script.on("POST").then(denied("storage.objects.delete"));
    CloudException error = fails(() -> put("k"), ErrorKind.PERMISSION_DENIED);
    assertNeeds(error, "k", "storage.objects.delete", "roles/storage.objectUser");
    assertThat(error).hasMessageContaining("replac");
    assertThat(store.stat("k")).contains(before);
  }

  @Test
  void deletionsThatAreDeniedNameEachItsPermission() {
    put("a");
    put("b");
    script.on("POST").path("/batch/storage/v1").then(denied("storage.objects.delete"));
    script.on("DELETE").then(denied("storage.objects.delete"));
    for (List<String> keys : List.of(List.of("a"), List.of("a", "b"))) {
      assertThat(store.delete(keys))
          .hasSize(keys.size())
          .allSatisfy(
              failure ->
                  assertNeeds(
                      failure.error(),
                      failure.key(),
                      "storage.objects.delete",
                      "roles/storage.objectUser"));
    }
    assertThat(store.list(ListRequest.all()).objects()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401|authError|Invalid Credentials|renew them|gcloud auth application-default login",
        "401|required|Anonymous caller does not have storage.objects.create access to the Google"
            + " Cloud Storage object. Permission 'storage.objects.create' denied on resource (or it"
            + " may not exist).|renew them|GOOGLE_APPLICATION_CREDENTIALS",
        "403|accountDisabled|The billing account for the owning project is disabled in state"
            + " absent|billing|switch",
        "403|UserProjectAccountProblem|The billing account for the owning project is disabled in"
            + " state delinquent|billing|switch",
        "403|retentionPolicyNotMet|Object 'b/k' is subject to bucket's retention policy or object"
            + " retention and cannot be deleted or overwritten until 2027-01-01T00:00:00-08:00"
            + "|retention|wait until then",
        "403|objectUnderActiveHold|Object 'b/k' is under active Temporary hold and cannot be"
            + " deleted, overwritten or archived until hold is removed.|hold|release it",
        "403|insufficientPermissions|Insufficient Permission|scope|devstorage.read_write",
        "403|vpcServiceControls|Request is prohibited by organization's policy."
            + " vpcServiceControlsUniqueIdentifier: Ab|perimeter|let this machine in",
        "403|UserProjectAccessDenied|mover@p.iam.gserviceaccount.com does not have"
            + " serviceusage.services.use access to the Google Cloud project. Permission"
            + " 'serviceusage.services.use' denied on resource (or it may not exist)."
            + "|need serviceusage.services.use|roles/serviceusage.serviceUsageConsumer",
        "400|required|Bucket is a requester pays bucket but no user project provided."
            + "|requester pays|GOOGLE_CLOUD_QUOTA_PROJECT",
        "403|forbidden|Something new|may not do this|permissions"
      })
  void whatElseIsRefusedIsToldWithItsCauseAndWhatToDo(
      int status, String reason, String words, String cause, String fix) {
    script.on("POST").then(ServiceErrors.gcs(status, reason, words));
    CloudException error = fails(() -> put("k"), ErrorKind.PERMISSION_DENIED);
    assertThat(error)
        .hasMessageContaining(place + "k")
        .hasMessageContaining(words)
        .hasMessageContaining(fix);
    assertThat(String.valueOf(error.getMessage()).replace(words, "")).containsIgnoringCase(cause);
    assertThat(error.retryable()).isFalse();
    assertThat(proxy.requests("POST")).hasSize(1);
  }

  @Test
  void aPartThatIsGoneIsNotTakenForAMissingBucket() {
    MultipartUpload upload = store.startUpload("k", ObjectMetadata.none());
    UploadedPart part = store.putPart(upload, 1, ObjectContent.of("x"));
    script
        .on("POST")
        .then(
            ServiceErrors.gcs(
                404,
                "notFound",
                "Object .lepton-uploads/parts/1/00001 (generation: 7) not found."));
    assertThat(
            fails(
                () -> store.completeUpload(upload, List.of(part), Precondition.none()),
                ErrorKind.NOT_FOUND))
        .hasMessageNotContaining("bucket '");
  }
}
