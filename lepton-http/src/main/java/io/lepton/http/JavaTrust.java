package io.lepton.http;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Java's own trust manager, for the TLS of Conscrypt: it judges the certificates of servers, and
 * whether they are of who was meant. Thread safe.
 */
public final class JavaTrust extends X509ExtendedTrustManager {
  private static final String JAVA = "SunJSSE";

  /** What BoringSSL and Java call a key exchange that the certificate has no part in (TLS 1.3). */
  private static final String GENERIC = "GENERIC";

  private static final String UNKNOWN = "UNKNOWN";

  private final X509ExtendedTrustManager judge;

  private JavaTrust(X509ExtendedTrustManager judge) {
    this.judge = judge;
  }

  /**
   * Sets up {@code fresh}, a context of Conscrypt, to trust as Java does; false, and nothing is
   * done, where this machine takes its trust managers from another provider: what becomes of them
   * here is not known.
   *
   * @param trusted the authorities, null for those of this machine
   * @throws GeneralSecurityException when they cannot be read
   */
  public static boolean setUp(SSLContext fresh, @Nullable KeyStore trusted)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    if (!factory.getProvider().getName().equals(JAVA)) {
      return false;
    }
    factory.init(trusted);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager judge) {
        fresh.init(null, new TrustManager[] {new JavaTrust(judge)}, null);
        return true;
      }
    }
    return false;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    judge.checkServerTrusted(chain, authType.equals(GENERIC) ? UNKNOWN : authType, engine);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return judge.getAcceptedIssuers();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw notAsked();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw notAsked();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw notAsked();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw notAsked();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw notAsked();
  }

  private static CertificateException notAsked() {
    return new CertificateException("only servers are judged, and by an engine that names them");
  }
}
