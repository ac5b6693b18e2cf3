package io.lepton.http;

import java.io.Serial;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * A server that does not prove to be the one that was meant: its certificate is of somebody else,
 * too old, or of an authority that this Java does not trust, if it trusts any. Nothing was sent,
 * and to ask again does not help. The message names the server, why, and what to do.
 */
public final class UntrustedServerException extends SSLHandshakeException {
  @Serial private static final long serialVersionUID = 1L;

  private UntrustedServerException(Origin origin, Throwable why) {
    super(
        origin.header()
            + " does not prove to be that ("
            + why.getMessage()
            + "); check the endpoint or, where its certificate is of an authority of your own,"
            + " have Java trust that with -Djavax.net.ssl.trustStore=FILE and its"
            + " -Djavax.net.ssl.trustStorePassword"
            + " (the lepton command takes them in LEPTON_JAVA_OPTS)");
    initCause(why);
  }

  /** Names the server, why, and what to do. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /** Null when {@code failure} is of another kind. */
  static @Nullable UntrustedServerException of(Origin origin, Throwable failure) {
    Throwable deepest = failure;
    boolean ofCertificate = false;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      ofCertificate |=
          cause instanceof CertificateException
              // Of a trust store that is empty or not there.
              || cause instanceof InvalidAlgorithmParameterException;
      deepest = cause;
    }
    return ofCertificate ? new UntrustedServerException(origin, deepest) : null;
  }

  /** The one that {@code failure} came of; null when there is none. */
  public static @Nullable UntrustedServerException in(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UntrustedServerException untrusted) {
        return untrusted;
      }
    }
    return null;
  }
}
