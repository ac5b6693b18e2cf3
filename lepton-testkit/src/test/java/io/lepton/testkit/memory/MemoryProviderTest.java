package io.lepton.testkit.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Limits;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.MultipartUpload;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.Precondition;
import io.lepton.spi.storage.PutRequest;
import io.lepton.spi.storage.UploadedPart;
import java.util.List;
import java.util.NavigableMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class MemoryProviderTest {
  private static final Limits SMALL = new Limits(4, 8, 3, 10, 1000, 1024, 2, 2, 1);

  private static ErrorKind failure(ThrowingCallable action) {
    CloudException error = catchThrowableOfType(CloudException.class, action);
    assertThat(error).isNotNull();
    return error.kind();
  }

  @Test
  void eachProviderIsAWorldOfItsOwn() {
    MemoryProvider one = new MemoryProvider();
    one.store("mem://b").put(PutRequest.of("k", ObjectContent.of("x")));
    assertThat(one.store("mem://b").stat("k")).isPresent();
    assertThat(new MemoryProvider().store("mem://b").stat("k")).isEmpty();
    assertThat(one.named("other").store("other://b").stat("k")).isEmpty();
  }

  @Test
  void aSnapshotNeverChangesAndEqualsOneOfTheSameObjects() {
    MemoryProvider provider = new MemoryProvider();
    ObjectStore store = provider.store("mem://b/folder/");
    store.put(PutRequest.of("k", ObjectContent.of("x")));
    NavigableMap<String, MemoryObject> before = provider.snapshot("b");
    assertThat(before).isEqualTo(provider.snapshot("b")).containsOnlyKeys("folder/k");
    store.put(PutRequest.of("k", ObjectContent.of("y")));
    assertThat(before.values()).extracting(MemoryObject::text).containsExactly("x");
    assertThat(provider.object("b", "folder/k").text()).isEqualTo("y");
    assertThat(provider.snapshot("b")).isNotEqualTo(before);
  }

  @Test
  void limitsAreEnforced() {
    ObjectStore store = new MemoryProvider().limitedTo(SMALL).store("mem://b");
    assertThat(failure(() -> store.put(PutRequest.of("k", ObjectContent.of("12345678901")))))
        .isEqualTo(ErrorKind.INVALID_ARGUMENT);
    MultipartUpload upload = store.startUpload("k", ObjectMetadata.none());
    assertThat(failure(() -> store.putPart(upload, 4, ObjectContent.of("1234"))))
        .isEqualTo(ErrorKind.INVALID_ARGUMENT);
    assertThat(failure(() -> store.putPart(upload, 1, ObjectContent.of("123456789"))))
        .isEqualTo(ErrorKind.INVALID_ARGUMENT);
    List<UploadedPart> parts =
        List.of(
            store.putPart(upload, 1, ObjectContent.of("123")),
            store.putPart(upload, 2, ObjectContent.of("1")));
    assertThat(failure(() -> store.completeUpload(upload, parts, Precondition.none())))
        .isEqualTo(ErrorKind.INVALID_ARGUMENT);
    for (String key : List.of("a", "b", "c")) {
      store.put(PutRequest.of(key, ObjectContent.of("x")));
    }
    assertThat(store.list(ListRequest.all()).objects()).hasSize(2);
  }
}
