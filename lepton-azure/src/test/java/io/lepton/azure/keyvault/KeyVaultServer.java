package io.lepton.azure.keyvault;

import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/**
 * A vault as its REST reference documents wrapKey, unwrapKey and getKey, with real RSA-OAEP-256,
 * because no emulator of it can be had from the public registries. It refuses in the service's
 * words. Like the service (azure-sdk-for-python, issue 45342) it wraps under a disabled key and
 * does not unwrap.
 */
final class KeyVaultServer implements AutoCloseable {
  private static final OAEPParameterSpec OAEP_256 =
      new OAEPParameterSpec(
          "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);

  private enum State {
    ENABLED,
    DISABLED,
    FORBIDDEN
  }

  private record Key(Map<String, KeyPair> versions, String newest, State state) {}

  /** An answer that ends the request. */
  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;

    Refusal(int status, String code, String message, String inner) {
      super(
          "{\"error\":{\"code\":\""
              + code
              + "\",\"message\":\""
              + message
              + "\""
              + (inner.isEmpty() ? "" : ",\"innererror\":{\"code\":\"" + inner + "\"}")
              + "}}");
      this.status = status;
    }
  }

  private final Map<String, Key> keys = new ConcurrentHashMap<>();
  private final AtomicLong requests = new AtomicLong();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer http;

  KeyVaultServer() {
    try {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    http.setExecutor(threads);
    http.createContext("/keys/", this::answer);
    http.start();
  }

  String address() {
    return "127.0.0.1:" + http.getAddress().getPort();
  }

  long requests() {
    return requests.get();
  }

  String newKey() {
    String name = "key-" + UUID.randomUUID();
    keys.put(name, new Key(new ConcurrentHashMap<>(), "", State.ENABLED));
    rotate(name);
    return name;
  }

  /** A new version becomes the newest. */
  void rotate(String name) {
    String version = UUID.randomUUID().toString().replace("-", "");
    keys.computeIfPresent(
        name,
        (same, key) -> {
          key.versions().put(version, pair());
          return new Key(key.versions(), version, key.state());
        });
  }

  void disable(String name) {
    turn(name, State.DISABLED);
  }

  void forbid(String name) {
    turn(name, State.FORBIDDEN);
  }

  private void turn(String name, State state) {
    keys.computeIfPresent(name, (same, key) -> new Key(key.versions(), key.newest(), state));
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    int status = 200;
    String answer;
    try {
      answer = process(exchange);
    } catch (Refusal refusal) {
      status = refusal.status;
      answer = String.valueOf(refusal.getMessage());
    }
    byte[] body = answer.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** {@code /keys/NAME[/VERSION][/wrapkey|/unwrapkey]}. */
  private String process(HttpExchange exchange) throws IOException, Refusal {
    if (!String.valueOf(exchange.getRequestURI().getQuery()).contains("api-version=")) {
      throw new Refusal(400, "BadParameter", "api-version must be specified", "");
    }
    String[] path =
        exchange
            .getRequestURI()
            .getPath()
            .replaceAll("/+", "/")
            .replaceFirst("/$", "")
            .split("/", -1);
    String last = path[path.length - 1].toLowerCase(Locale.ROOT);
    boolean operates = last.equals("wrapkey") || last.equals("unwrapkey");
    String name = path[2];
    Key key = keys.get(name);
    int parts = path.length - (operates ? 1 : 0);
    String version = parts > 3 ? path[3] : key == null ? "" : key.newest();
    KeyPair pair = key == null ? null : key.versions().get(version);
    if (key == null || pair == null) {
      throw new Refusal(
          404,
          "KeyNotFound",
          "A key with (name/id) " + name + " was not found in this key vault.",
          "");
    }
    if (key.state() == State.FORBIDDEN) {
      throw new Refusal(
          403,
          "Forbidden",
          "Caller is not authorized to perform action on resource.",
          "ForbiddenByRbac");
    }
    String kid = "http://" + address() + "/keys/" + name + "/" + version;
    if (!operates) {
      return key(kid, (RSAPublicKey) pair.getPublic());
    }
    if (key.state() == State.DISABLED && last.equals("unwrapkey")) {
      throw new Refusal(
          403, "Forbidden", "Operation unwrapKey is not allowed on a disabled key.", "KeyDisabled");
    }
    Map<String, Object> request = read(exchange);
    if (!"RSA-OAEP-256".equals(request.get("alg"))) {
      throw new Refusal(400, "BadParameter", "Algorithm not supported", "");
    }
    byte[] value = Base64.getUrlDecoder().decode(String.valueOf(request.get("value")));
    return "{\"kid\":\""
        + kid
        + "\",\"value\":\""
        + text(last.equals("wrapkey") ? wrap(pair, value) : unwrap(pair, value))
        + "\"}";
  }

  private static Map<String, Object> read(HttpExchange exchange) throws IOException {
    try (JsonReader json = JsonProviders.createReader(exchange.getRequestBody().readAllBytes())) {
      return json.readMap(JsonReader::readUntyped);
    }
  }

  private static String key(String kid, RSAPublicKey key) {
    return "{\"key\":{\"kid\":\""
        + kid
        + "\",\"kty\":\"RSA\",\"key_ops\":[\"wrapKey\",\"unwrapKey\"],\"n\":\""
        + text(unsigned(key.getModulus()))
        + "\",\"e\":\""
        + text(unsigned(key.getPublicExponent()))
        + "\"},\"attributes\":{\"enabled\":true}}";
  }

  private static byte[] unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] wrap(KeyPair pair, byte[] plain) {
    try {
      Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
      cipher.init(Cipher.ENCRYPT_MODE, pair.getPublic(), OAEP_256);
      return cipher.doFinal(plain);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] unwrap(KeyPair pair, byte[] sealed) throws Refusal {
    try {
      Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
      cipher.init(Cipher.DECRYPT_MODE, pair.getPrivate(), OAEP_256);
      return cipher.doFinal(sealed);
    } catch (GeneralSecurityException e) {
      throw new Refusal(400, "BadParameter", "The parameter is incorrect.", "");
    }
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }
}
