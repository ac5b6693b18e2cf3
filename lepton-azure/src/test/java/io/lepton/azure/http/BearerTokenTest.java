package io.lepton.azure.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class BearerTokenTest {
  private final Ticking clock = new Ticking();
  private final Counting identity = new Counting();
  private final BearerToken token = new BearerToken(identity, "scope", clock);

  @Test
  void aTokenIsKeptUntilFiveMinutesBeforeItsEnd() {
    assertThat(token.value()).isEqualTo("token-1");
    clock.now = clock.now.plus(Duration.ofMinutes(54));
    assertThat(token.value()).isEqualTo("token-1");
    clock.now = clock.now.plus(Duration.ofMinutes(2));
    assertThat(token.value()).isEqualTo("token-2");
    assertThat(identity.scopes).containsExactly("scope", "scope");
  }

  @Test
  void aTokenThatCannotBeRenewedIsUsedToItsEndAndNotBeyond() {
    assertThat(token.value()).isEqualTo("token-1");
    identity.down = true;
    clock.now = clock.now.plus(Duration.ofMinutes(56));
    assertThat(token.value()).isEqualTo("token-1");
    assertThat(token.value()).isEqualTo("token-1");
    assertThat(identity.scopes).hasSize(2);
    clock.now = clock.now.plus(Duration.ofMinutes(4));
    assertThatThrownBy(token::value).hasMessage("nobody is signed in");
    identity.down = false;
    assertThat(token.value()).isEqualTo("token-4");
  }

  private final class Counting implements TokenCredential {
    private final List<String> scopes = new ArrayList<>();
    private boolean down;

    @Override
    public Mono<AccessToken> getToken(TokenRequestContext request) {
      return Mono.fromCallable(() -> getTokenSync(request));
    }

    @Override
    public AccessToken getTokenSync(TokenRequestContext request) {
      scopes.addAll(request.getScopes());
      if (down) {
        throw new IllegalStateException("nobody is signed in");
      }
      Instant end = clock.now.plus(Duration.ofHours(1));
      return new AccessToken(
          "token-" + scopes.size(), OffsetDateTime.ofInstant(end, ZoneOffset.UTC));
    }
  }

  private static final class Ticking extends Clock {
    private Instant now = Instant.parse("2026-11-26T12:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
