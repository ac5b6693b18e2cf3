package io.lepton.spi;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one error of every backend. Its message names the value, the place and the next action, and
 * never holds a credential or a signed URL.
 *
 * <p>{@link #retryable} tells whether the same request may succeed when sent again unchanged. It is
 * false for OUTCOME_UNKNOWN: there the caller reads back first.
 */
public final class CloudException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorKind kind;
  private final String provider;
  private final String operation;
  private final String location;
  private final String text;
  private final String requestId;
  private final boolean retryable;
  private final boolean untilConfirmed;
  private final @Nullable Duration retryAfter;

  private CloudException(Builder builder, String text) {
    super(withRequest(text, builder.requestId), builder.cause);
    this.text = text;
    this.requestId = builder.requestId;
    this.kind = builder.kind;
    this.provider = builder.provider;
    this.operation = builder.operation;
    this.location = builder.location;
    this.retryable = builder.retryable;
    this.untilConfirmed = builder.untilConfirmed;
    this.retryAfter = builder.retryAfter;
  }

  /** Starts an error of {@code kind}; not retryable unless said so. */
  public static Builder of(ErrorKind kind) {
    return new Builder(kind);
  }

  /** What went wrong. */
  public ErrorKind kind() {
    return kind;
  }

  /** Id of the provider, or empty when none was involved. */
  public String provider() {
    return provider;
  }

  /** The operation that failed, as a verb: {@code put}. */
  public String operation() {
    return operation;
  }

  /** The object, place or service that it failed on. */
  public String location() {
    return location;
  }

  /** What the service calls the request, for its support and its logs; empty when not told. */
  public String requestId() {
    return requestId;
  }

  /** The message without the {@link #requestId}: the same for the same problem. */
  public String text() {
    return text;
  }

  /** What people read of a problem: {@code text} and, unless empty, which request it was. */
  public static String withRequest(String text, String requestId) {
    return requestId.isEmpty() ? text : text + " (request " + requestId + ")";
  }

  /** Whether the same request may succeed when sent again unchanged. */
  public boolean retryable() {
    return retryable;
  }

  /**
   * Whether this shows that {@code earlier}, met by the same request, was no accident of the way:
   * both are {@link Builder#retryableUntilConfirmed} and say the same. Then nothing is gained by
   * sending the request again.
   */
  public boolean confirms(@Nullable Throwable earlier) {
    return untilConfirmed
        && earlier instanceof CloudException error
        && error.untilConfirmed
        && text.equals(error.text);
  }

  /** How long the cloud asks to be left alone (the Retry-After of a 429 or 503), if it said. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** Collects the parts of an error. Not thread safe. */
  public static final class Builder {
    private final ErrorKind kind;
    private String provider = "";
    private String operation = "";
    private String location = "";
    private String requestId = "";
    private boolean retryable;
    private boolean untilConfirmed;
    private @Nullable Throwable cause;
    private @Nullable Duration retryAfter;

    private Builder(ErrorKind kind) {
      this.kind = Objects.requireNonNull(kind, "kind");
    }

    /** Names the provider, by id. */
    public Builder provider(String value) {
      provider = value;
      return this;
    }

    /** Names the operation, as a verb. */
    public Builder operation(String value) {
      operation = value;
      return this;
    }

    /** Names the object, place or service. */
    public Builder location(String value) {
      location = value;
      return this;
    }

    /** Tells what the service calls the request; the message ends in it. */
    public Builder requestId(String value) {
      requestId = value;
      return this;
    }

    /** Marks the error as worth the same request again. */
    public Builder retryable() {
      retryable = kind != ErrorKind.OUTCOME_UNKNOWN;
      return this;
    }

    /**
     * Marks the error as worth the same request again until another says the same: bytes that all
     * came, and were wrong, may have been altered on their way, but not twice in the same manner.
     * The message tells one manner from another.
     */
    public Builder retryableUntilConfirmed() {
      untilConfirmed = true;
      return retryable();
    }

    /** Marks the error as worth the same request again, but not before {@code wait} has passed. */
    public Builder retryAfter(Duration wait) {
      retryAfter = wait;
      return retryable();
    }

    /** Keeps the error below. */
    public Builder cause(Throwable value) {
      cause = value;
      return this;
    }

    /**
     * Builds the error. {@code detail} says what is wrong and what to do; operation and location
     * are put in front of it.
     */
    public CloudException message(String detail) {
      StringBuilder text = new StringBuilder();
      if (!operation.isEmpty()) {
        text.append(operation).append(' ');
      }
      if (!location.isEmpty()) {
        text.append(location).append(' ');
      }
      String message = text.isEmpty() ? detail : text.toString().strip() + ": " + detail;
      return new CloudException(this, message);
    }
  }
}
