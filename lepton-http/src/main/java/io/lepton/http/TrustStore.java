package io.lepton.http;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The files with the authorities that this virtual machine is told to trust and with the keys that
 * it is told to show, if it is.
 */
final class TrustStore {
  private static final String AUTHORITIES = "javax.net.ssl.trustStore";
  private static final String KEYS = "javax.net.ssl.keyStore";

  private TrustStore() {}

  /**
   * Has Java read them, which it does but once.
   *
   * @throws IllegalArgumentException when it cannot, naming the file and its settings
   */
  static void check() {
    if (System.getProperty(AUTHORITIES) == null && System.getProperty(KEYS) == null) {
      return;
    }
    try {
      TlsContext.get();
    } catch (GeneralSecurityException e) {
      // Authorities whose file is not there are none, and no error.
      boolean ofKeys = problem(KEYS).isPresent() || System.getProperty(AUTHORITIES) == null;
      String setting = ofKeys ? KEYS : AUTHORITIES;
      throw new IllegalArgumentException(
          System.getProperty(setting)
              + ": Java cannot read this "
              + (ofKeys ? "key store" : "trust store")
              + " ("
              + problem(setting).orElseGet(() -> String.valueOf(e.getMessage()))
              + "); check -D"
              + setting
              + " and -D"
              + setting
              + "Password (the lepton command takes them in LEPTON_JAVA_OPTS)",
          e);
    }
  }

  /** What is wrong with the file that a setting names: Java itself does not tell. */
  private static Optional<String> problem(String setting) {
    String file = System.getProperty(setting);
    if (file == null || file.equals("NONE")) { // as for keys that a device holds
      return Optional.empty();
    }
    String text = System.getProperty(setting + "Password", "");
    char @Nullable [] password = text.isEmpty() ? null : text.toCharArray();
    try {
      KeyStore.getInstance(new File(file), password); // of whichever type
    } catch (IOException | GeneralSecurityException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
    try (InputStream in = new FileInputStream(file)) {
      KeyStore asSet =
          KeyStore.getInstance(System.getProperty(setting + "Type", KeyStore.getDefaultType()));
      asSet.load(in, password);
      KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm()).init(asSet, password);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("of another type than is set");
    } catch (GeneralSecurityException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
