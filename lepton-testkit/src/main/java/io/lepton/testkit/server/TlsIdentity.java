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
 * Names that a server on this machine proves to have, by a certificate of an authority of its own,
 * which the JDK's {@code keytool} makes and only those trust who are told to. Thread safe.
 *
 * @param keyStore PKCS #12 with the key and the certificate, for the server
 * @param trustStore PKCS #12 with the authority, for clients in Java: {@code
 *     -Djavax.net.ssl.trustStore}
 * @param certificate PEM of the authority, for all other clients
 */
public record TlsIdentity(Path keyStore, Path trustStore, Path certificate) {
  /** Of both stores. */
  public static final String PASSWORD = "changeit";

  private static final String SERVER = "server";
  private static final String AUTHORITY = "authority";
  private static final String KEY = "-keyalg EC -groupname secp256r1";

  /**
   * Makes one for ten days.
   *
   * @param folder where the files are made; none of their names may be taken
   * @param names such as {@code dns:localhost} and {@code ip:127.0.0.1}
   */
  public static TlsIdentity make(Path folder, String... names) {
    return make(folder, KEY, List.of(), names);
  }

  /**
   * The same with a key, and with extensions of the certificate, of choice.
   *
   * @param key as {@code -genkeypair} of {@code keytool} has it, such as {@code -keyalg RSA}
   * @param extensions as its {@code -ext} has them, such as {@code eku=clientAuth}
   */
  public static TlsIdentity make(
      Path folder, String key, List<String> extensions, String... names) {
    TlsIdentity made = in(folder);
    keytool(made.keyStore, AUTHORITY, generated(KEY) + " -ext bc:c");
    String san = Stream.of(names).collect(Collectors.joining(",", " -ext san=", ""));
    String more = extensions.stream().map(one -> " -ext " + one).collect(Collectors.joining());
    keytool(made.keyStore, SERVER, generated(key) + " -signer " + AUTHORITY + san + more);
    keytool(made.keyStore, AUTHORITY, "-exportcert -rfc", "-file", made.certificate.toString());
    keytool(made.keyStore, AUTHORITY, "-delete");
    keytool(
        made.trustStore, AUTHORITY, "-importcert -noprompt", "-file", made.certificate.toString());
    return made;
  }

  private static String generated(String key) {
    return "-genkeypair -validity 10 -dname CN=" + UUID.randomUUID() + " " + key;
  }

  /** The one that was made in {@code folder}. */
  public static TlsIdentity in(Path folder) {
    return new TlsIdentity(
        folder.resolve("key.p12"), folder.resolve("trust.p12"), folder.resolve("certificate.pem"));
  }

  private static void keytool(Path store, String alias, String what, String... more) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(what.split(" ", -1)));
    command.addAll(List.of(more));
    command.addAll(List.of("-alias", alias, "-storetype", "PKCS12", "-storepass", PASSWORD));
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
      TrustManagerFactory trusted =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trusted.init(load(trustStore));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trusted.getTrustManagers(), null);
      return context;
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
