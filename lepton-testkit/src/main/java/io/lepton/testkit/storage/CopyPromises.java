package io.lepton.testkit.storage;

import static io.lepton.testkit.storage.Failures.fails;
import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.Capability;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.Checksums;
import io.lepton.spi.storage.CopyRequest;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.Precondition;
import io.lepton.spi.storage.PutRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

abstract class CopyPromises extends Promises {
  private static final byte[] CONTENT = random(1_000_003, 7);

  CopyPromises(ObjectStoreContract contract) {
    super(contract);
  }

  private ObjectInfo copy(ObjectStore source, ObjectInfo object, String key) {
    return store().copy(new CopyRequest(source, object, key, Precondition.none()));
  }

  /** Whether copies are offered; where they are not, one must be refused. */
  private boolean offered() {
    if (offers(Capability.SERVER_SIDE_COPY)) {
      return true;
    }
    ObjectInfo object = put("refused", "x");
    fails(() -> copy(store(), object, "copy"), ErrorKind.UNSUPPORTED);
    assertThat(store().stat("copy")).isEmpty();
    return false;
  }

  @Test
  void aCopyHasContentAndMetadataOfItsSource() {
    if (!offered()) {
      return;
    }
    ObjectStore source = elsewhere();
    ObjectMetadata metadata =
        offers(Capability.USER_METADATA)
            ? new ObjectMetadata(Map.of(), Map.of("owner", "x"), Map.of())
            : ObjectMetadata.none();
    ObjectInfo object =
        source.put(PutRequest.of("from", ObjectContent.of(CONTENT)).metadata(metadata));
    ObjectInfo copied = copy(source, object, "to/here");
    assertThat(copied.key()).isEqualTo("to/here");
    assertThat(copied.checksums().agreesWith(object.checksums())).hasValue(true);
    assertThat(copied.checksums()).isNotEqualTo(Checksums.none());
    assertThat(bytes("to/here")).isEqualTo(CONTENT);
    assertThat(info("to/here").metadata().orElseThrow().user()).isEqualTo(metadata.user());
    assertThat(source.stat("from")).isPresent();
  }

  @Test
  void aCopyReplacesButObeysItsPrecondition() {
    if (!offered()) {
      return;
    }
    ObjectInfo object = put("from", "new");
    put("to", "old");
    if (offers(Capability.CREATE_IF_ABSENT)) {
      fails(
          () -> store().copy(new CopyRequest(store(), object, "to", Precondition.absent())),
          ErrorKind.ALREADY_EXISTS);
      assertThat(text("to")).isEqualTo("old");
    }
    copy(store(), object, "to");
    assertThat(text("to")).isEqualTo("new");
  }

  @Test
  void aCopyOfAMissingOrChangedObjectFails() {
    if (!offered()) {
      return;
    }
    ObjectInfo object = put("from", "one");
    put("from", "two");
    fails(() -> copy(store(), object, "to"), ErrorKind.PRECONDITION_FAILED);
    store().delete(List.of("from"));
    fails(() -> copy(store(), object, "to"), ErrorKind.NOT_FOUND);
    assertThat(store().stat("to")).isEmpty();
  }

  @Test
  void anObjectCanBeCopiedOntoItself() {
    if (!offered()) {
      return;
    }
    ObjectInfo object = put("k", "same");
    copy(store(), object, "k");
    assertThat(text("k")).isEqualTo("same");
  }
}
