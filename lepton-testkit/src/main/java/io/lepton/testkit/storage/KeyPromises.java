package io.lepton.testkit.storage;

import static io.lepton.testkit.storage.Failures.fails;
import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectKeys;
import io.lepton.spi.storage.PutRequest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

abstract class KeyPromises extends Promises {

  KeyPromises(ObjectStoreContract contract) {
    super(contract);
  }

  @ParameterizedTest(name = "key {index}")
  @MethodSource("io.lepton.testkit.storage.OddKeyCases#all")
  void anyCharactersMakeAKey(String key) {
    if (!takesKey(key)) {
      fails(() -> put(key, "x"), ErrorKind.INVALID_ARGUMENT);
      return;
    }
    put(key, "content of " + key);
    assertThat(text(key)).isEqualTo("content of " + key);
    assertThat(info(key).key()).isEqualTo(key);
    assertThat(keys()).containsExactly(key);
    put(key, "replaced");
    assertThat(text(key)).isEqualTo("replaced");
    assertThat(list(new ListRequest(key, Optional.empty(), 10))).hasSize(1);
    assertThat(store().delete(List.of(key))).isEmpty();
    assertThat(store().stat(key)).isEmpty();
    assertThat(keys()).isEmpty();
  }

  @Test
  void allOfThemLiveTogetherInOrder() {
    List<String> taken = OddKeyCases.all().stream().filter(this::takesKey).toList();
    for (String key : taken) {
      put(key, key);
    }
    assertThat(keys()).containsExactlyElementsOf(taken.stream().sorted(ObjectKeys.ORDER).toList());
    for (String key : taken) {
      assertThat(text(key)).isEqualTo(key);
    }
    assertThat(another().delete(taken)).isEmpty();
    assertThat(keys()).isEmpty();
  }

  @Test
  void aKeyIsNoFolderOfAnother() {
    List<String> nested = List.of("a/b", "a", "a/", "a/b/c", "a/b/", "a//b");
    List<String> taken = nested.stream().filter(this::takesKey).toList();
    taken.forEach(key -> put(key, key));
    assertThat(keys()).containsExactlyElementsOf(taken.stream().sorted(ObjectKeys.ORDER).toList());
    taken.forEach(key -> assertThat(text(key)).isEqualTo(key));
    for (String key : taken) {
      store().delete(List.of(key));
      assertThat(store().stat(key)).isEmpty();
    }
    assertThat(keys()).isEmpty();
  }

  @Test
  void upperAndLowerCaseDiffer() {
    put("Case/Key", "1");
    put("case/key", "2");
    put("CASE/KEY", "3");
    assertThat(keys()).containsExactly("CASE/KEY", "Case/Key", "case/key");
    assertThat(text("case/key")).isEqualTo("2");
    store().delete(List.of("case/key"));
    assertThat(text("Case/Key")).isEqualTo("1");
  }

  @Test
  void unicodeFormsDiffer() {
    put("caf\u00e9", "composed");
    put("cafe\u0301", "decomposed");
    assertThat(text("caf\u00e9")).isEqualTo("composed");
    assertThat(text("cafe\u0301")).isEqualTo("decomposed");
    assertThat(keys()).containsExactly("cafe\u0301", "caf\u00e9");
  }

  @Test
  void percentEncodedFormsDiffer() {
    put("a b", "space");
    put("a%20b", "encoded");
    put("a+b", "plus");
    assertThat(text("a b")).isEqualTo("space");
    assertThat(text("a%20b")).isEqualTo("encoded");
    assertThat(keys()).containsExactly("a b", "a%20b", "a+b");
  }

  @ParameterizedTest(name = "key {index}")
  @ValueSource(strings = {"", "half\ud83d", "\ude00half", "x\ud83dy"})
  void malformedKeysAreRefused(String key) {
    fails(() -> put(key, "x"), ErrorKind.INVALID_ARGUMENT);
    fails(() -> store().stat(key), ErrorKind.INVALID_ARGUMENT);
    assertThat(keys()).isEmpty();
  }

  @Test
  void aKeyAboveTheLimitIsRefused() {
    String tooLong = "k".repeat(ObjectKeys.MAX_BYTES + 1);
    PutRequest request = PutRequest.of(tooLong, ObjectContent.of("x"));
    fails(() -> store().put(request), ErrorKind.INVALID_ARGUMENT);
  }

  @Test
  void keysAreRelativeToThePlace() {
    put("sub/one", "1");
    put("sub-two", "2");
    var below = open(place().child("sub/"));
    assertThat(below.list(ListRequest.all()).objects())
        .extracting(o -> o.key())
        .containsExactly("one");
    below.put(PutRequest.of("three", ObjectContent.of("3")));
    assertThat(text("sub/three")).isEqualTo("3");
    assertThat(below.stat("sub/one")).isEmpty();
  }
}
