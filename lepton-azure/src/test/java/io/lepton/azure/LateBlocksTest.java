package io.lepton.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.CloudBackends;
import io.lepton.spi.Place;
import io.lepton.spi.storage.MultipartUpload;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.Precondition;
import io.lepton.spi.storage.UploadedPart;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A service goes on with what a process had sent it when it was killed. */
class LateBlocksTest {
  private static final int PARTS = 20;

  private static UploadedPart put(ObjectStore store, MultipartUpload upload, int number) {
    return store.putPart(
        upload, number, ObjectContent.of(("part " + number + ";").getBytes(UTF_8)));
  }

  @Test
  void partsOfAKilledProcessThatLandAfterTheUploadWasContinuedDoNotCount() {
    Place place = Azurite.newContainer();
    try (CloudBackends killed = new AzureProvider().open(Azurite.config());
        CloudBackends next = new AzureProvider().open(Azurite.config());
        ObjectStore before = killed.storage().orElseThrow().open(place);
        ObjectStore after = next.storage().orElseThrow().open(place)) {
      MultipartUpload upload = before.startUpload("key", ObjectMetadata.none());
      List<UploadedPart> parts = new ArrayList<>();
      parts.add(put(after, upload, PARTS));
      for (int number = 1; number < PARTS; number++) {
        parts.add(put(after, upload, number));
      }
      for (int number = 1; number <= PARTS; number++) {
        put(before, upload, number);
      }
      after.completeUpload(upload, parts, Precondition.none());
      assertThat(after.stat("key")).isPresent();
    }
  }
}
