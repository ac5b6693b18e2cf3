package io.lepton.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.json.Json;
import io.lepton.spi.ErrorKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TransferFailureTest {

  private static TransferFailure failure(String key, String message) {
    return failure(key, message, "");
  }

  private static TransferFailure failure(String key, String message, String requestId) {
    return new TransferFailure(key, ErrorKind.PERMISSION_DENIED, message, Optional.of(requestId));
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
  void everyRequestHasANameOfItsOwnAndYetTheFailuresAreAlike() {
    assertThat(
            TransferFailure.lines(
                List.of(
                    failure("a", "put s3://b/a: denied (403 AccessDenied)", "X1"),
                    failure("c", "put s3://b/c: denied (403 AccessDenied)", "X2"),
                    failure("d", "put s3://b/d: slow down (503 SlowDown)", "X3"))))
        .containsExactly(
            "put s3://b/*: denied (403 AccessDenied) (request X1) (2 objects: a, c)",
            "d: put s3://b/d: slow down (503 SlowDown) (request X3)");
  }

  @Test
  void aRequestThatNobodyNamedIsLeftOutOfADocumentAndReadBackAsNone() {
    TransferFailure named = failure("a", "denied", "X1");
    TransferFailure unnamed = failure("a", "denied");

    assertThat(Json.line(named)).endsWith(",\"requestId\":\"X1\"}");
    assertThat(Json.line(unnamed)).endsWith(",\"message\":\"denied\"}");
    assertThat(Json.read(Json.line(named), TransferFailure.class)).isEqualTo(named);
    assertThat(Json.read(Json.line(unnamed), TransferFailure.class)).isEqualTo(unnamed);
    String asBefore = Json.line(named).replace("X1", "");
    assertThat(Json.read(asBefore, TransferFailure.class)).isEqualTo(unnamed);
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
