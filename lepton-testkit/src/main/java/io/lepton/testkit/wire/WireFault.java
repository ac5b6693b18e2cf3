package io.lepton.testkit.wire;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * One way in which a request goes wrong. Positions count bytes of a body from 0, after its transfer
 * coding is taken off. A fault that makes no sense for a request leaves it alone.
 */
public sealed interface WireFault {

  /**
   * The request is passed on late.
   *
   * @param time how much later
   */
  record Delay(Duration time) implements WireFault {
    public Delay {
      Objects.requireNonNull(time, "time");
    }
  }

  /**
   * The proxy answers instead of the server.
   *
   * @param delivery whether the server gets the request (and its own answer is dropped)
   * @param status HTTP status
   * @param headers beside the length, which the proxy sets
   * @param body left out in answers to {@code HEAD}
   */
  record Answer(Delivery delivery, int status, Map<String, String> headers, String body)
      implements WireFault {
    public Answer {
      Objects.requireNonNull(delivery, "delivery");
      Objects.requireNonNull(body, "body");
      headers = Map.copyOf(headers);
      if (status < 200 || status > 599) {
        throw new IllegalArgumentException("no final HTTP status: " + status);
      }
    }
  }

  /**
   * The connection is reset and the client gets no answer.
   *
   * @param delivery whether the server gets the request, and acts on it
   */
  record Cut(Delivery delivery) implements WireFault {
    public Cut {
      Objects.requireNonNull(delivery, "delivery");
    }
  }

  /**
   * The request's body breaks off: the server gets so many bytes of it, then both connections end.
   *
   * @param afterBytes bytes that still pass
   */
  record CutRequest(long afterBytes) implements WireFault {
    public CutRequest {
      requireNotNegative(afterBytes);
    }
  }

  /**
   * The answer's body breaks off: the client gets so many bytes of it, then the connection ends in
   * good order, so that only the announced length tells.
   *
   * @param afterBytes bytes that still pass
   */
  record CutAnswer(long afterBytes) implements WireFault {
    public CutAnswer {
      requireNotNegative(afterBytes);
    }
  }

  /**
   * The answer's body is shorter than the object and its length says so too, as from a broken
   * cache: nothing on the wire tells. Only answers of known length are shortened.
   *
   * @param toBytes how many bytes are left
   */
  record ShortenAnswer(long toBytes) implements WireFault {
    public ShortenAnswer {
      requireNotNegative(toBytes);
    }
  }

  /**
   * All bits of one byte of the request's body are flipped on its way to the server.
   *
   * @param position which byte; beyond the end nothing happens
   */
  record FlipRequest(long position) implements WireFault {
    public FlipRequest {
      requireNotNegative(position);
    }
  }

  /**
   * All bits of one byte of the answer's body are flipped on its way to the client.
   *
   * @param position which byte; beyond the end nothing happens
   */
  record FlipAnswer(long position) implements WireFault {
    public FlipAnswer {
      requireNotNegative(position);
    }
  }

  /**
   * The server gets the request, and its answer stops coming after so many bytes of the body; the
   * connection stays open until the client or the proxy closes it.
   *
   * @param afterBytes bytes that still pass
   */
  record StallAnswer(long afterBytes) implements WireFault {
    public StallAnswer {
      requireNotNegative(afterBytes);
    }
  }

  /** The request is swallowed: no delivery and no answer, while the connection stays open. */
  record Silence() implements WireFault {}

  /** Whether the server gets a request whose answer does not arrive. */
  enum Delivery {
    /** The server gets it wholly and acts on it. */
    DELIVERED,
    /** The server never hears of it. */
    WITHHELD
  }

  /** An answer in the server's place, without delivery. */
  static WireFault answer(int status, Map<String, String> headers, String body) {
    return new Answer(Delivery.WITHHELD, status, headers, body);
  }

  /** {@code 503} or {@code 429} with a {@code Retry-After} in whole seconds, without delivery. */
  static WireFault busy(int status, long retryAfterSeconds) {
    return answer(status, Map.of("Retry-After", Long.toString(retryAfterSeconds)), "");
  }

  /** The request takes effect, its answer is lost. */
  static WireFault lostAnswer() {
    return new Cut(Delivery.DELIVERED);
  }

  /** The connection is reset before the server gets the request. */
  static WireFault lostRequest() {
    return new Cut(Delivery.WITHHELD);
  }

  private static void requireNotNegative(long position) {
    if (position < 0) {
      throw new IllegalArgumentException("a position must not be negative: " + position);
    }
  }
}
