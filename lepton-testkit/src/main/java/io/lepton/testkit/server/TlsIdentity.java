package io.lepton.testkit.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Names that a server on this machine proves to have, by a certificate that the JDK's {@code
 * keytool} makes and that only those trust who are told to. Thread safe.
 *
 * @param keyStore PKCS #12 with the key and the certificate, for the server
 * @param trustStore PKCS #12 with the certificate, for clients in Java: {@code
 *     -Djavax.net.ssl.trustStore}
 * @param certificate PEM, for all other clients
 */
public record TlsIdentity(Path keyStore, Path trustStore, Path certificate) {
  /** Of both stores. */
  public static final String PASSWORD = "changeit";

  private static final String ALIAS = "server";

  /**
   * Makes one for ten days.
   *
   * @param folder where the files are made; none of their names may be taken
   * @param names such as {@code dns:localhost} and {@code ip:127.0.0.1}
   */
  public static TlsIdentity make(Path folder, String... names) {
    TlsIdentity made = in(folder);
    keytool(
        made.keyStore,
        "-genkeypair -keyalg EC -groupname secp256r1 -validity 10 -dname CN=" + UUID.randomUUID(),
        "-ext",
        Stream.of(names).collect(Collectors.joining(",", "san=", "")));
    keytool(made.keyStore, "-exportcert -rfc", "-file", made.certificate.toString());
    keytool(made.trustStore, "-importcert -noprompt", "-file", made.certificate.toString());
    return made;
  }

  /** The one that was made in {@code folder}. */
  public static TlsIdentity in(Path folder) {
    return new TlsIdentity(
        folder.resolve("key.p12"), folder.resolve("trust.p12"), folder.resolve("certificate.pem"));
  }

  private static void keytool(Path store, String what, String... more) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(what.split(" ", -1)));
    command.addAll(List.of(more));
    command.addAll(List.of("-alias", ALIAS, "-storetype", "PKCS12", "-storepass", PASSWORD));
    command.addAll(List.of("-keystore", store.toString()));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String told =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + " failed: " + told);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a certificate was made", e);
    }
  }

  /** What a server has this identity by. */
  public SSLContext server() {
    try {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(load(keyStore), PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no TLS with " + keyStore, e);
    }
  }

  /** What a client trusts this identity by, and no other. */
  public SSLContext client() {
    try {
      return client(SSLContext.getInstance("TLS"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no TLS with " + trustStore, e);
    }
  }

  /** The same of a context that is not initialized yet. */
  public SSLContext client(SSLContext fresh) {
    try {
      TrustManagerFactory trusted =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trusted.init(load(trustStore));
      fresh.init(null, trusted.getTrustManagers(), null);
      return fresh;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no TLS with " + trustStore, e);
    }
  }

  private static KeyStore load(Path file) throws GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD.toCharArray());
      return store;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
