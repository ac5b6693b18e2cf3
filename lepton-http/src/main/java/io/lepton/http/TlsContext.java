package io.lepton.http;

import java.security.GeneralSecurityException;
import java.security.Security;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Whose TLS the clients of this virtual machine speak, and so whom they trust: that of its default
 * {@link SSLContext}, unless a program says another. Thread safe.
 */
public final class TlsContext {
  private static final String OF_FIXED_KEYS = "TLS_RSA_";

  private static volatile @Nullable Source other;

  private TlsContext() {}

  /** Makes a context, or hands out one that was made. */
  public interface Source {
    SSLContext get() throws GeneralSecurityException;
  }

  /**
   * Has every connection from now on ask {@code named} for its context, which is to be quick and
   * safe to call from many threads. Where a handshake fails with it, though not for the server's
   * certificate, the default one is tried.
   */
  public static void takeFrom(Source named) {
    other = named;
  }

  /** Whether a program has named another. */
  static boolean isOther() {
    return other != null;
  }

  static SSLContext get() throws GeneralSecurityException {
    Source named = other;
    return named == null ? SSLContext.getDefault() : named.get();
  }

  /**
   * Those of {@code suites} that Java does not forbid since 24, whoever speaks TLS: without forward
   * secrecy (RFC 9325, 4.1), who learns a server's key some day reads all that was ever recorded.
   */
  static String[] allowed(String... suites) {
    String forbidden = Security.getProperty("jdk.tls.disabledAlgorithms");
    return forbidden == null || !forbidden.contains(OF_FIXED_KEYS + "*")
        ? suites
        : Stream.of(suites)
            .filter(suite -> !suite.startsWith(OF_FIXED_KEYS))
            .toArray(String[]::new);
  }
}
