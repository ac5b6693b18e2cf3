package io.lepton.http;

import java.security.GeneralSecurityException;
import java.security.Provider;
import javax.net.ssl.SSLContext;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same over the TLS that the command line has. */
class NativeTlsHttpClientTest extends SecureHttpClientTest {
  private static final Provider PROVIDER = Conscrypt.newProvider();

  @Override
  SSLContext fresh() throws GeneralSecurityException {
    return SSLContext.getInstance("TLS", PROVIDER);
  }

  /** It renegotiates never, which nothing but TLS 1.2 has. */
  @Override
  @ParameterizedTest
  @ValueSource(strings = "TLSv1.3")
  void keysAreRenewedOnTheWay(String protocol) throws Exception {
    super.keysAreRenewedOnTheWay(protocol);
  }
}
