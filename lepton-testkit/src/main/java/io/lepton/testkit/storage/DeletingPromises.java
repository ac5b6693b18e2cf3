package io.lepton.testkit.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.DeleteFailure;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

abstract class DeletingPromises extends Promises {

  DeletingPromises(ObjectStoreContract contract) {
    super(contract);
  }

  @Test
  void aDeletedObjectIsGone() {
    put("a/b", "x");
    put("a/c", "y");
    assertThat(store().delete(List.of("a/b"))).isEmpty();
    assertThat(store().stat("a/b")).isEmpty();
    assertThat(keys()).containsExactly("a/c");
  }

  @Test
  void keysThatDoNotExistCountAsDeleted() {
    put("a/b", "x");
    assertThat(store().delete(List.of("missing", "a", "a/b/c", "a/", "missing"))).isEmpty();
    assertThat(store().delete(List.of())).isEmpty();
    assertThat(keys()).containsExactly("a/b");
  }

  @Test
  void moreKeysThanOneRequestTakesAreAllDeleted() {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < Math.min(provider().limits().maxDeleteBatch(), 1_000) + 5; i++) {
      keys.add("d/" + i);
    }
    keys.subList(0, 3).forEach(key -> put(key, "x"));
    keys.subList(keys.size() - 3, keys.size()).forEach(key -> put(key, "x"));
    put("kept", "x");
    assertThat(store().delete(keys)).isEmpty();
    assertThat(keys()).containsExactly("kept");
  }

  @Test
  void oneKeysFailureIsReportedAndStopsNoOther() {
    put("a", "x");
    put("b", "x");
    List<DeleteFailure> failures = store().delete(List.of("a", "half\ud83d", "b"));
    assertThat(failures).hasSize(1);
    assertThat(failures.get(0).key()).isEqualTo("half\ud83d");
    assertThat(failures.get(0).error().kind()).isEqualTo(ErrorKind.INVALID_ARGUMENT);
    assertThat(keys()).isEmpty();
  }

  @Test
  void aKeyCanBeWrittenAgainAfterItsDeletion() {
    put("a/b/c", "one");
    store().delete(List.of("a/b/c"));
    put("a/b/c", "two");
    put("a/b/d", "three");
    assertThat(text("a/b/c")).isEqualTo("two");
    assertThat(keys()).containsExactly("a/b/c", "a/b/d");
  }
}
