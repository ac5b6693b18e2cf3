package io.lepton.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import javax.net.ssl.SSLContext;
import org.assertj.core.api.AbstractThrowableAssert;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same over the TLS that the command line has. */
class NativeTlsHttpClientTest extends SecureHttpClientTest {
  private static final Provider PROVIDER = Conscrypt.newProvider();

  @Override
  SSLContext trusting(KeyStore trusted) throws GeneralSecurityException {
    SSLContext made = SSLContext.getInstance("TLS", PROVIDER);
    assertThat(JavaTrust.setUp(made, trusted)).isTrue();
    return made;
  }

  /** It does not even try, and is not the one to say ({@link OtherTlsTest}). */
  @Override
  void isRefusedForItsName(AbstractThrowableAssert<?, ?> refusal) {
    refusal.isInstanceOf(ConnectException.class).hasMessageContaining("non-LDH");
  }

  /** It renegotiates never, which nothing but TLS 1.2 has. */
  @Override
  @ParameterizedTest
  @ValueSource(strings = "TLSv1.3")
  void keysAreRenewedOnTheWay(String protocol) throws Exception {
    super.keysAreRenewedOnTheWay(protocol);
  }
}
