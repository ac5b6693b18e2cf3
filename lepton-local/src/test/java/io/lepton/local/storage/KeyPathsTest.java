package io.lepton.local.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.storage.ObjectKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class KeyPathsTest {
  private final KeyPaths paths = new KeyPaths("/some/root/");

  @Provide
  Arbitrary<String> keys() {
    Arbitrary<String> segment =
        Arbitraries.oneOf(
            Arbitraries.strings().withChars("ab.~%\\\u00e4\u6f22 \n\u0000").ofMaxLength(5),
            Arbitraries.strings().all().ofMaxLength(8),
            Arbitraries.of(
                ".", "..", ".lepton", ".leptonx", "...", "x".repeat(255), "x".repeat(256)),
            Arbitraries.of("\ud83d\ude00", "\ufffd", "\u00e4".repeat(127), "\u00e4".repeat(128)));
    return segment
        .list()
        .ofMinSize(1)
        .ofMaxSize(5)
        .map(segments -> String.join("/", segments))
        .filter(key -> ObjectKeys.problem(key).isEmpty());
  }

  @Property
  void aPlainKeyIsExactlyItsPathBelowTheRoot(@ForAll("keys") String key) {
    Assume.that(paths.isPlain(key));
    Path path = paths.resolve(key);
    assertThat(path.startsWith(paths.root())).isTrue();
    assertThat(path.normalize()).isEqualTo(path);
    Path relative = paths.root().relativize(path);
    String[] segments = key.split("/", -1);
    assertThat(relative.getNameCount()).isEqualTo(segments.length);
    for (int i = 0; i < segments.length; i++) {
      assertThat(KeyPaths.name(relative.getName(i))).contains(segments[i]);
    }
  }

  @Property
  void whatIsNotPlainHasAReason(@ForAll("keys") String key) {
    boolean plain = true;
    for (String segment : key.split("/", -1)) {
      plain &=
          !segment.isEmpty()
              && !segment.equals(".")
              && !segment.equals("..")
              && !segment.equals(".lepton")
              && segment.indexOf('\0') < 0
              && segment.getBytes(StandardCharsets.UTF_8).length <= 255;
    }
    assertThat(paths.isPlain(key)).isEqualTo(plain);
  }

  @Property
  void differentKeysLieAtDifferentPlaces(@ForAll("keys") String one, @ForAll("keys") String other) {
    Assume.that(!one.equals(other));
    if (paths.isPlain(one) && paths.isPlain(other)) {
      assertThat(paths.resolve(one)).isNotEqualTo(paths.resolve(other));
    }
    assertThat(OddKeys.hash(one)).isNotEqualTo(OddKeys.hash(other));
  }

  @Example
  void aPathThatTheKernelWouldRefuseIsNotPlain() {
    KeyPaths deep = new KeyPaths("/" + "d/".repeat(1900));
    assertThat(deep.isPlain("a/".repeat(140) + "a")).isTrue();
    assertThat(deep.isPlain("a/".repeat(150) + "a")).isFalse();
  }
}
