package io.lepton.azure.http;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A token of an identity, kept until five minutes before it expires, as the SDK's own cache does.
 * One that cannot be renewed in time is used to its end. Thread safe.
 */
public final class BearerToken {
  private static final Duration AHEAD = Duration.ofMinutes(5);
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(30);

  private final TokenCredential credential;
  private final TokenRequestContext wanted;
  private final Clock clock;
  private @Nullable AccessToken token;
  private Instant renewal = Instant.MIN;

  /** Asks for nothing yet. {@code scope} is what the tokens are for. */
  public BearerToken(TokenCredential credential, String scope) {
    this(credential, scope, Clock.systemUTC());
  }

  BearerToken(TokenCredential credential, String scope, Clock clock) {
    this.credential = credential;
    this.wanted = new TokenRequestContext().addScopes(scope);
    this.clock = clock;
  }

  /**
   * A token that is valid now; never to be logged.
   *
   * @throws RuntimeException the credential's own, when there is none
   */
  public synchronized String value() {
    Instant now = clock.instant();
    AccessToken known = token;
    if (known != null && now.isBefore(renewal)) {
      return known.getToken();
    }
    try {
      known = credential.getTokenSync(wanted);
      token = known;
      Instant early = known.getExpiresAt().toInstant().minus(AHEAD);
      Instant soon = now.plus(BETWEEN_TRIES);
      renewal = early.isAfter(soon) ? early : soon;
    } catch (RuntimeException e) {
      if (known == null || !now.isBefore(known.getExpiresAt().toInstant())) {
        throw e;
      }
      renewal = now.plus(BETWEEN_TRIES);
    }
    return known.getToken();
  }
}
