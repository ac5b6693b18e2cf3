package io.lepton.cli;

import io.lepton.http.JavaTrust;
import io.lepton.http.TlsContext;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The clouds' HTTPS by Conscrypt, which is BoringSSL: the same TLS 1.2 and 1.3 as Java's own for
 * less processor time, and nothing to compile at a start. Whom to trust, and whether a certificate
 * is of who was meant, Java itself judges, by its own trust manager and trust store. Java's own
 * serves where a machine is set up in a way that Conscrypt does not know of, or cannot load it.
 */
final class QuickTls {
  private static final Pattern OF_JAVA_ALONE =
      Pattern.compile(
          "jdk\\.tls\\..*|jsse\\..*|sun\\.security\\.ssl\\..*|javax\\.net\\.ssl\\.keyStore.*"
              + "|javax\\.net\\.debug|java\\.security\\.properties");
  private static final String FORBIDDEN = "jdk.tls.disabledAlgorithms";

  /** What Conscrypt would take all the same; its clients leave out TLS_RSA_* where Java does. */
  private static final Pattern OF_TODAY =
      Pattern.compile(
          "(TLSv1\\.[23]|TLS_(?!RSA_\\*).*|ECDHE.*|RSA|ECDSA|AES.*|GCM|CHACHA20.*|SHA[1-9]*"
              + "|HmacSHA.*|X25519|secp.*)( .*)?",
          Pattern.CASE_INSENSITIVE);

  private static @Nullable SSLContext context;

  private QuickTls() {}

  /** Makes it the TLS of this machine's HTTP clients; loads nothing yet. */
  static void install() {
    TlsContext.takeFrom(QuickTls::context);
  }

  static synchronized SSLContext context() throws GeneralSecurityException {
    SSLContext made = context;
    if (made == null) {
      made = make();
      context = made;
    }
    return made;
  }

  private static SSLContext make() throws GeneralSecurityException {
    Provider provider = isJavaSetUp() ? null : QuickAes.conscrypt();
    if (provider == null) {
      return SSLContext.getDefault();
    }
    SSLContext made = SSLContext.getInstance("TLS", provider);
    return JavaTrust.setUp(made, null) ? made : SSLContext.getDefault();
  }

  /** Whether somebody set what only Java's own TLS obeys. */
  private static boolean isJavaSetUp() {
    String forbidden = Security.getProperty(FORBIDDEN);
    return System.getProperties().stringPropertyNames().stream()
            .anyMatch(name -> OF_JAVA_ALONE.matcher(name).matches())
        || (forbidden != null
            && Stream.of(forbidden.split(",", -1))
                .anyMatch(one -> OF_TODAY.matcher(one.strip()).matches()));
  }
}
