package io.lepton.spi.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import java.io.IOException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

class KeyErrorsTest {
  private static final String URI = "x-kms://key";
  private final KeyErrors errors = new KeyErrors("x", URI);
  private final Exception cause = new IllegalStateException("cause");

  private static void isAbout(CloudException error, ErrorKind kind, String operation, String said) {
    assertThat(error.kind()).isEqualTo(kind);
    assertThat(error.provider()).isEqualTo("x");
    assertThat(error.operation()).isEqualTo(operation);
    assertThat(error.location()).isEqualTo(URI);
    assertThat(error).hasMessage(operation + " " + URI + ": " + said);
  }

  @Test
  void whatTheServiceSaidEndsTheMessage() {
    isAbout(
        errors.busy("wrap", cause, " (429)"),
        ErrorKind.RESOURCE_EXHAUSTED,
        "wrap",
        "the key service asks to slow down (429)");
    isAbout(
        errors.failed("unwrap", cause, " (500)"),
        ErrorKind.UNKNOWN,
        "unwrap",
        "the key service failed (500)");
    isAbout(
        errors.refused("wrap", cause, " (400)"),
        ErrorKind.INVALID_ARGUMENT,
        "wrap",
        "the key service refuses the request (400)");
    isAbout(
        errors.notWrapped(" (400)"),
        ErrorKind.PERMISSION_DENIED,
        "unwrap",
        "this key did not wrap the data key, or it was altered; name the key that it was encrypted"
            + " with (400)");
  }

  @Test
  void anotherTryMayHelpWhereTheServiceIsBusyFailedOrOutOfReachAndNowhereElse() {
    assertThat(errors.busy("wrap", cause, "").retryable()).isTrue();
    assertThat(errors.failed("wrap", cause, "").retryable()).isTrue();
    assertThat(errors.unreachable("wrap", cause, new IOException("x"), "it").retryable()).isTrue();
    assertThat(errors.refused("wrap", cause, "").retryable()).isFalse();
    assertThat(errors.denied("wrap", cause, "no").retryable()).isFalse();
    assertThat(errors.notWrapped("").retryable()).isFalse();
  }

  @Test
  void silenceIsToldApartFromABrokenConnection() {
    isAbout(
        errors.unreachable("wrap", cause, new SocketTimeoutException("late"), "the network"),
        ErrorKind.TIMED_OUT,
        "wrap",
        "the key service cannot be reached; check the network (late)");
    isAbout(
        errors.unreachable("wrap", cause, new IOException(), "the network"),
        ErrorKind.UNKNOWN,
        "wrap",
        "the key service cannot be reached; check the network (java.io.IOException)");
  }

  @Test
  void anInterruptIsToldAndKept() {
    assertThatCode(() -> errors.checkInterrupt("wrap")).doesNotThrowAnyException();
    isAbout(
        errors.interrupted("wrap", cause),
        ErrorKind.CANCELLED,
        "wrap",
        "the thread was interrupted");
    try {
      CloudException error =
          catchThrowableOfType(CloudException.class, () -> errors.checkInterrupt("unwrap"));
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
      isAbout(error, ErrorKind.CANCELLED, "unwrap", "the thread was interrupted");
    } finally {
      Thread.interrupted();
    }
  }
}
