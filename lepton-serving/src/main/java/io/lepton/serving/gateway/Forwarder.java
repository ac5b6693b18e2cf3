package io.lepton.serving.gateway;

import io.lepton.serving.gateway.Upstream.Call;
import io.lepton.serving.http.Answer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets a call answered: on one replica of a side, or on the next one when that replica cannot be
 * reached, breaks off, is too slow, or answers 502, 503 or 504. Every call here may be sent twice:
 * inference computes and changes nothing. Thread safe.
 */
final class Forwarder {
  private static final Logger log = LoggerFactory.getLogger(Forwarder.class);

  /** A fleet that is down as a whole must not hold a request for as long as it has replicas. */
  private static final int MOST_ATTEMPTS = 4;

  private final Upstream upstream;
  private final Duration attemptTimeout;
  private final Consumer<Endpoint> suspect;

  /**
   * What became of a call on one side.
   *
   * @param answer the last answer; null when there was none
   * @param failure why there was none
   */
  record Outcome(@Nullable Answer answer, @Nullable Throwable failure) {
    /** Whether a replica did its work: anything below 500. */
    boolean served() {
      return answer != null && answer.status() < 500;
    }

    /** Whether another replica may do better. */
    boolean worthRetrying() {
      return answer == null
          || answer.status() == 502
          || answer.status() == 503
          || answer.status() == 504;
    }

    /** What the client gets. */
    Answer toClient() {
      if (answer != null) {
        return answer;
      }
      return failure instanceof TimeoutException
          ? Answer.error(504, "no replica answered in time")
          : Answer.error(503, "no replica can be reached: " + failure).with("Retry-After", "1");
    }
  }

  /**
   * @param suspect hears of replicas that failed, to look after them soon
   */
  Forwarder(Upstream upstream, Duration attemptTimeout, Consumer<Endpoint> suspect) {
    this.upstream = upstream;
    this.attemptTimeout = attemptTimeout;
    this.suspect = suspect;
  }

  /**
   * Never fails.
   *
   * @param onRetry runs before each further attempt
   */
  CompletableFuture<Outcome> forward(Fleet fleet, Side side, Call call, Runnable onRetry) {
    return attempt(
        fleet,
        side,
        call,
        onRetry,
        new HashSet<>(),
        new Outcome(null, new IllegalStateException("no replica is routed to")));
  }

  private CompletableFuture<Outcome> attempt(
      Fleet fleet, Side side, Call call, Runnable onRetry, Set<Endpoint> tried, Outcome last) {
    Optional<Endpoint> pick =
        tried.size() < MOST_ATTEMPTS ? fleet.pick(side, tried) : Optional.empty();
    if (pick.isEmpty()) {
      return CompletableFuture.completedFuture(last);
    }
    if (!tried.isEmpty()) {
      onRetry.run();
    }
    Endpoint endpoint = pick.get();
    tried.add(endpoint);
    return once(endpoint, call)
        .thenCompose(
            outcome -> {
              if (!outcome.worthRetrying()) {
                return CompletableFuture.completedFuture(outcome);
              }
              log.debug("{} did not serve a request: {}", endpoint.base(), outcome);
              if (outcome.answer() == null) {
                endpoint.up(false);
              }
              suspect.accept(endpoint);
              return attempt(fleet, side, call, onRetry, tried, outcome);
            });
  }

  private CompletableFuture<Outcome> once(Endpoint endpoint, Call call) {
    endpoint.begin();
    return upstream
        .send(endpoint.base(), call, attemptTimeout)
        .handle(
            (answer, failure) -> {
              endpoint.end();
              Throwable cause =
                  failure instanceof CompletionException && failure.getCause() != null
                      ? failure.getCause()
                      : failure;
              return new Outcome(answer, cause);
            });
  }
}
