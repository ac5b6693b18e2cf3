package io.lepton.http;

import java.io.File;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

/** The file with the authorities that this virtual machine is told to trust, if it is. */
final class TrustStore {
  private static final String FILE = "javax.net.ssl.trustStore";
  private static final String PASSWORD = FILE + "Password";

  private TrustStore() {}

  /**
   * Has Java read it, which it does but once.
   *
   * @throws IllegalArgumentException when it cannot
   */
  static void check() {
    String file = System.getProperty(FILE);
    if (file == null) {
      return;
    }
    try {
      TlsContext.get();
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          file
              + ": Java cannot read this trust store ("
              + why(file)
              + "); check -D"
              + FILE
              + " and -D"
              + PASSWORD
              + " (the lepton command takes them in LEPTON_JAVA_OPTS)",
          e);
    }
  }

  /** Java itself does not tell why it could not. */
  private static String why(String file) {
    try {
      KeyStore.getInstance(new File(file), System.getProperty(PASSWORD, "").toCharArray());
      return "of another type than is set";
    } catch (IOException | GeneralSecurityException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
