package io.lepton.testkit.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.key.KeyBackend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Every promise of {@link KeyBackend} and {@link io.lepton.spi.key.KeyEncryptionKey}. A provider's
 * test extends it and says how keys come to be on its service.
 */
public abstract class KeyBackendContract {
  private static final String PURPOSE = "contract";

  /** Most bytes of a wrapped data key. */
  private static final int MOST_WRAPPED_BYTES = 600;

  /** Opens the backend anew; it reaches the service that the other methods speak of. */
  protected abstract KeyBackend open();

  /** Makes a key on the service and returns its URI. */
  protected abstract String newKey();

  /** The URI of a key that does not exist. */
  protected abstract String missingKey();

  /** Texts of the backend's scheme that name no key. */
  protected abstract List<String> malformed();

  /** Disables a key on the service. */
  protected abstract void disable(String uri);

  /** Takes the right to use a key away from the backend. */
  protected abstract void forbid(String uri);

  /** A backend of the same kind whose service cannot be reached. */
  protected abstract KeyBackend unreachable();

  /** How many requests have arrived at the service from backends so far. */
  protected abstract long requests();

  /**
   * How many bytes at the head of what was wrapped the service does not check. A service checks
   * all; an emulator may fall short, and its test then says so.
   */
  protected int uncheckedHeadBytes() {
    return 0;
  }

  /** Whether a disabled key goes on wrapping and only refuses to unwrap, as Azure's do. */
  protected boolean wrapsUnderADisabledKey() {
    return false;
  }

  private static byte[] dataKey(long seed) {
    byte[] key = new byte[32];
    new Random(seed).nextBytes(key);
    return key;
  }

  private CloudException refused(ErrorKind kind, String uri, ThrowingCallable call) {
    CloudException error = catchThrowableOfType(CloudException.class, call);
    assertThat(error).as("refused").isNotNull();
    assertThat(error.kind()).as(error.getMessage()).isEqualTo(kind);
    assertThat(error).hasMessageContaining(uri);
    assertThat(error.location()).isEqualTo(uri);
    assertThat(error.operation()).isIn("wrap", "unwrap");
    assertThat(error.retryable()).isFalse();
    return error;
  }

  /** What a key is for. */
  @Nested
  public class Wraps {
    @Test
    void andUnwrapsTheSameAlsoInAnotherProcess() {
      String uri = newKey();
      byte[] wrapped = open().key(uri).wrap(dataKey(1), PURPOSE);
      assertThat(open().key(uri).unwrap(wrapped, PURPOSE)).isEqualTo(dataKey(1));
    }

    @Test
    void intoFewBytesThatTellNothingAndDifferEachTime() {
      String uri = newKey();
      byte[] first = open().key(uri).wrap(dataKey(2), PURPOSE);
      byte[] second = open().key(uri).wrap(dataKey(2), PURPOSE);
      assertThat(first).hasSizeLessThanOrEqualTo(MOST_WRAPPED_BYTES).isNotEqualTo(second);
      assertThat(HexFormat.of().formatHex(first))
          .doesNotContain(HexFormat.of().formatHex(dataKey(2)));
    }

    @Test
    void withoutKeepingOrChangingWhatItIsGiven() {
      String uri = newKey();
      byte[] key = dataKey(3);
      byte[] wrapped = open().key(uri).wrap(key, PURPOSE);
      assertThat(key).isEqualTo(dataKey(3));
      Arrays.fill(key, (byte) 0);
      byte[] before = wrapped.clone();
      assertThat(open().key(uri).unwrap(wrapped, PURPOSE)).isEqualTo(dataKey(3));
      assertThat(wrapped).isEqualTo(before);
    }

    @Test
    void withOneRequestEachAndNoneToFindTheKey() {
      String uri = newKey();
      long before = requests();
      KeyBackend backend = open();
      backend.key(uri);
      backend.key(missingKey());
      assertThat(requests()).isEqualTo(before);
      byte[] wrapped = backend.key(uri).wrap(dataKey(4), PURPOSE);
      assertThat(requests()).isEqualTo(before + 1);
      backend.key(uri).unwrap(wrapped, PURPOSE);
      assertThat(requests()).isEqualTo(before + 2);
    }

    @Test
    void fromManyThreadsAtOnce() throws Exception {
      KeyBackend backend = open();
      String uri = newKey();
      ExecutorService threads = Executors.newFixedThreadPool(8);
      try {
        List<Future<byte[]>> answers = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
          byte[] key = dataKey(i);
          answers.add(
              threads.submit(
                  () -> backend.key(uri).unwrap(backend.key(uri).wrap(key, PURPOSE), PURPOSE)));
        }
        for (int i = 0; i < answers.size(); i++) {
          assertThat(answers.get(i).get(2, TimeUnit.MINUTES)).isEqualTo(dataKey(i));
        }
      } finally {
        threads.shutdownNow();
      }
    }
  }

  /** What is no fault of the service. */
  @Nested
  public class Refuses {
    @Test
    void urisThatNameNoKey() {
      assertThat(malformed()).isNotEmpty();
      for (String uri : malformed()) {
        CloudException error = catchThrowableOfType(CloudException.class, () -> open().key(uri));
        assertThat(error).as(uri).isNotNull();
        assertThat(error.kind()).as(uri).isEqualTo(ErrorKind.INVALID_ARGUMENT);
        assertThat(error).hasMessageContaining(uri);
      }
    }

    @Test
    void whatAnotherKeyWrapped() {
      String other = newKey();
      byte[] wrapped = open().key(newKey()).wrap(dataKey(5), PURPOSE);
      refused(ErrorKind.PERMISSION_DENIED, other, () -> open().key(other).unwrap(wrapped, PURPOSE));
    }

    @Test
    void whatWasWrappedForAnotherPurpose() {
      String uri = newKey();
      byte[] wrapped = open().key(uri).wrap(dataKey(6), PURPOSE);
      refused(
          ErrorKind.PERMISSION_DENIED, uri, () -> open().key(uri).unwrap(wrapped, "other purpose"));
    }

    @Test
    void whatWasAltered() {
      String uri = newKey();
      byte[] wrapped = open().key(uri).wrap(dataKey(7), PURPOSE);
      List<byte[]> altered = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        byte[] flipped = wrapped.clone();
        int head = uncheckedHeadBytes();
        flipped[head + i * (wrapped.length - 1 - head) / 4] ^= 1;
        altered.add(flipped);
      }
      altered.add(Arrays.copyOf(wrapped, wrapped.length - 1));
      altered.add(Arrays.copyOf(wrapped, wrapped.length + 1));
      altered.add(new byte[wrapped.length]);
      altered.add(new byte[1]);
      altered.add(new byte[0]);
      for (byte[] bytes : altered) {
        refused(ErrorKind.PERMISSION_DENIED, uri, () -> open().key(uri).unwrap(bytes, PURPOSE));
      }
    }

    @Test
    void aKeyThatDoesNotExist() {
      String uri = missingKey();
      byte[] wrapped = open().key(newKey()).wrap(dataKey(8), PURPOSE);
      refused(ErrorKind.NOT_FOUND, uri, () -> open().key(uri).wrap(dataKey(8), PURPOSE));
      refused(ErrorKind.NOT_FOUND, uri, () -> open().key(uri).unwrap(wrapped, PURPOSE));
    }

    @Test
    void aDisabledKey() {
      String uri = newKey();
      byte[] wrapped = open().key(uri).wrap(dataKey(9), PURPOSE);
      disable(uri);
      assertThat(
              refused(
                  ErrorKind.PERMISSION_DENIED, uri, () -> open().key(uri).unwrap(wrapped, PURPOSE)))
          .hasMessageContaining("disabled");
      if (wrapsUnderADisabledKey()) {
        assertThat(open().key(uri).wrap(dataKey(9), PURPOSE)).isNotEmpty();
      } else {
        assertThat(
                refused(
                    ErrorKind.PERMISSION_DENIED,
                    uri,
                    () -> open().key(uri).wrap(dataKey(9), PURPOSE)))
            .hasMessageContaining("disabled");
      }
    }

    @Test
    void aKeyThatTheCallerMayNotUse() {
      String uri = newKey();
      byte[] wrapped = open().key(uri).wrap(dataKey(10), PURPOSE);
      forbid(uri);
      refused(ErrorKind.PERMISSION_DENIED, uri, () -> open().key(uri).wrap(dataKey(10), PURPOSE));
      refused(ErrorKind.PERMISSION_DENIED, uri, () -> open().key(uri).unwrap(wrapped, PURPOSE));
    }

    @Test
    void withoutTellingTheDataKey() {
      String uri = missingKey();
      byte[] key = dataKey(11);
      CloudException error =
          refused(ErrorKind.NOT_FOUND, uri, () -> open().key(uri).wrap(key, PURPOSE));
      for (Throwable at = error; at != null; at = at.getCause()) {
        assertThat(at.toString())
            .doesNotContain(HexFormat.of().formatHex(key))
            .doesNotContain(Base64.getEncoder().encodeToString(key))
            .doesNotContain(Base64.getUrlEncoder().withoutPadding().encodeToString(key));
      }
    }
  }

  /** What happens on the way. */
  @Nested
  public class Tells {
    @Test
    void thatTheServiceIsOutOfReachAndThatAnotherTryMayHelp() {
      String uri = newKey();
      byte[] wrapped = open().key(uri).wrap(dataKey(12), PURPOSE);
      KeyBackend backend = unreachable();
      for (ThrowingCallable call :
          List.<ThrowingCallable>of(
              () -> backend.key(uri).wrap(dataKey(12), PURPOSE),
              () -> backend.key(uri).unwrap(wrapped, PURPOSE))) {
        CloudException error = catchThrowableOfType(CloudException.class, call);
        assertThat(error).isNotNull().hasMessageContaining(uri).hasMessageContaining("reach");
        assertThat(error.kind()).isIn(ErrorKind.UNKNOWN, ErrorKind.TIMED_OUT);
        assertThat(error.retryable()).isTrue();
      }
    }

    @Test
    void thatTheThreadWasInterruptedAndKeepsItSo() {
      String uri = newKey();
      KeyBackend backend = open();
      Thread.currentThread().interrupt();
      try {
        refused(ErrorKind.CANCELLED, uri, () -> backend.key(uri).wrap(dataKey(13), PURPOSE));
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
      } finally {
        Thread.interrupted();
      }
    }
  }
}
