package io.lepton.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.ErrorKind;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TransferFailureTest {

  private static TransferFailure failure(String key, String message) {
    return new TransferFailure(key, ErrorKind.PERMISSION_DENIED, message);
  }

  @Test
  void failuresAlikeButForTheirKeysAreOneLine() {
    assertThat(
            TransferFailure.lines(
                List.of(
                    failure("a", "read data/a: another key is needed"),
                    failure("other", "read data/other: it changed"),
                    failure("b/c", "read data/b/c: another key is needed"),
                    failure("", "the listing broke"))))
        .containsExactly(
            "read data/*: another key is needed (2 objects: a, b/c)",
            "other: read data/other: it changed",
            "the listing broke");
  }

  @Test
  void ofVeryManyTheFirstAreNamedAndTheRestCounted() {
    List<TransferFailure> failures =
        IntStream.rangeClosed(1, 2000)
            .mapToObj(i -> failure("k" + i, "read s3://b/k" + i + ": denied"))
            .toList();
    assertThat(TransferFailure.lines(failures))
        .singleElement()
        .asString()
        .startsWith("read s3://b/*: denied (2,000 objects: k1, k10, k100, k1000, ")
        .endsWith(" and 1,980 more)");
  }
}
