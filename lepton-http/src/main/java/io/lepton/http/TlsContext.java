package io.lepton.http;

import java.security.GeneralSecurityException;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;

/**
 * Whose TLS the clients of this virtual machine speak, and so whom they trust: that of its default
 * {@link SSLContext}, unless a program says another. Thread safe.
 */
public final class TlsContext {
  private static volatile Callable<SSLContext> source = SSLContext::getDefault;

  private TlsContext() {}

  /**
   * Has every connection from now on ask {@code other} for its context, which is to be quick and
   * safe to call from many threads.
   */
  public static void takeFrom(Callable<SSLContext> other) {
    source = other;
  }

  static SSLContext get() throws GeneralSecurityException {
    try {
      return source.call();
    } catch (GeneralSecurityException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new GeneralSecurityException(e);
    }
  }
}
