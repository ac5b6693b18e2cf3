package io.lepton.testkit.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What must fail. */
public final class Failures {
  private Failures() {}

  /** Runs what must fail with one of {@code kinds}, and returns the error. */
  public static CloudException fails(ThrowingCallable action, ErrorKind... kinds) {
    CloudException error = catchThrowableOfType(CloudException.class, action);
    assertThat(error).as("a CloudException of kind %s", List.of(kinds)).isNotNull();
    assertThat(error.kind()).as(error.toString()).isIn((Object[]) kinds);
    return error;
  }
}
