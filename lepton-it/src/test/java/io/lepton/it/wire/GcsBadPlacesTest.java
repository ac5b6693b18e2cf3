package io.lepton.it.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.it.site.GcsSite;
import io.lepton.it.site.Rclone;
import io.lepton.it.site.Site;
import io.lepton.spi.Place;
import io.lepton.testkit.wire.ServiceErrors;
import io.lepton.testkit.wire.WireRequest;
import io.lepton.transfer.Transfer;
import io.lepton.transfer.TransferResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Google Cloud Storage, which has no regions in its addresses. */
class GcsBadPlacesTest extends BadPlaces {

  GcsBadPlacesTest() {
    super(new GcsDialect());
  }

  @Override
  Site start(Path scratch) {
    return GcsSite.start(scratch, Rclone.installed());
  }

  @Test
  void anObjectBeyondTheServicesLimitIsNamedBeforeAByteIsRead() throws IOException {
    anObjectThatIsTooLargeIsNamedBeforeAByteIsRead();
  }

  /** Parts are objects here, so that even a new object takes more than the right to create one. */
  @ParameterizedTest
  @ValueSource(strings = {"list", "create", "get", "delete"})
  void aRightThatIsMissingAtTheTargetIsNamedAndTheRunGoesOnOnceItIsGiven(String right)
      throws IOException {
    Map<String, byte[]> world = small(2, 1000);
    world.put("large", large().get("o1"));
    files(world);
    Predicate<WireRequest> needsIt =
        switch (right) {
          case "list" -> dialect::lists;
          case "create" -> dialect::completes;
          case "get" -> request -> request.method().equals("GET") && !dialect.lists(request);
          default -> dialect::deletes;
        };
    String permission = "storage.objects." + right;
    script
        .onAny()
        .where(needsIt)
        .then(
            ServiceErrors.gcs(
                403,
                "forbidden",
                "mover@p.iam.gserviceaccount.com does not have "
                    + permission
                    + " access to the Google Cloud Storage object. Permission '"
                    + permission
                    + "' denied on resource (or it may not exist)."));
    Transfer transfer = transfer(Place.file(folder), cloud).build();
    TransferResult denied = lepton.transfer(transfer);
    assertThat(denied.failures() + " " + denied.warnings())
        .contains("need " + permission, "roles/storage.object", cloud.toString());
    rightOrNamedAtTarget(denied, right.equals("list") ? Map.of() : world);
    assertThat(folderContents()).hasSize(world.size());
    script.clear();
    everythingIsThere(world, lepton.transfer(transfer));
    assertThat(openUploads()).isEmpty();
  }
}
