package io.lepton.gcp.kms;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Cloud KMS as its REST reference documents {@code cryptoKeys.encrypt} and {@code decrypt}, with
 * real AES-256-GCM, because no emulator of it can be had from the public registries. It judges
 * checksums, associated data and ciphertext, and refuses in the service's words.
 */
final class CloudKmsServer implements AutoCloseable {
  private static final String RING = "projects/p/locations/europe-west1/keyRings/r/cryptoKeys/";

  private enum State {
    ENABLED,
    DISABLED,
    FORBIDDEN
  }

  private record Key(Map<Byte, SecretKeySpec> versions, byte primary, State state) {}

  /** An answer that ends the request. */
  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final int code;
    private final String status;

    Refusal(int code, String status, String message) {
      super(message);
      this.code = code;
      this.status = status;
    }
  }

  private final Map<String, Key> keys = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();
  private final AtomicLong requests = new AtomicLong();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer http;
  private volatile UnaryOperator<JsonObject> onTheWay = answer -> answer;

  CloudKmsServer() {
    try {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    http.setExecutor(threads);
    http.createContext("/v1/", this::answer);
    http.start();
  }

  String address() {
    return "127.0.0.1:" + http.getAddress().getPort();
  }

  long requests() {
    return requests.get();
  }

  String newKey() {
    String name = RING + UUID.randomUUID();
    keys.put(name, new Key(Map.of((byte) 1, secret()), (byte) 1, State.ENABLED));
    return name;
  }

  /** A new version becomes the primary one. */
  void rotate(String name) {
    keys.computeIfPresent(
        name,
        (same, key) -> {
          Map<Byte, SecretKeySpec> versions = new ConcurrentHashMap<>(key.versions());
          byte next = (byte) (key.primary() + 1);
          versions.put(next, secret());
          return new Key(versions, next, key.state());
        });
  }

  void disable(String name) {
    keys.computeIfPresent(
        name, (same, key) -> new Key(key.versions(), key.primary(), State.DISABLED));
  }

  void forbid(String name) {
    keys.computeIfPresent(
        name, (same, key) -> new Key(key.versions(), key.primary(), State.FORBIDDEN));
  }

  /** Changes good answers from now on. */
  void change(UnaryOperator<JsonObject> change) {
    onTheWay = change;
  }

  private SecretKeySpec secret() {
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    return new SecretKeySpec(secret, "AES");
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    int status = 200;
    JsonObject answer;
    try {
      answer = onTheWay.apply(process(exchange));
    } catch (Refusal refusal) {
      status = refusal.code;
      JsonObject error = new JsonObject();
      error.addProperty("code", refusal.code);
      error.addProperty("message", refusal.getMessage());
      error.addProperty("status", refusal.status);
      answer = new JsonObject();
      answer.add("error", error);
    }
    byte[] body = answer.toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private JsonObject process(HttpExchange exchange) throws IOException, Refusal {
    String path = exchange.getRequestURI().getPath().substring("/v1/".length());
    int colon = path.lastIndexOf(':');
    if (!exchange.getRequestMethod().equals("POST") || colon < 0) {
      throw new Refusal(404, "NOT_FOUND", "no such method");
    }
    String name = path.substring(0, colon);
    boolean encrypts = path.substring(colon).equals(":encrypt");
    Key key = keys.get(name);
    if (key == null) {
      throw new Refusal(404, "NOT_FOUND", "CryptoKey " + name + " not found.");
    }
    switch (key.state()) {
      case ENABLED -> {}
      case DISABLED ->
          throw new Refusal(
              400,
              "FAILED_PRECONDITION",
              name
                  + "/cryptoKeyVersions/"
                  + key.primary()
                  + " is not enabled, current state is: DISABLED.");
      case FORBIDDEN ->
          throw new Refusal(
              403,
              "PERMISSION_DENIED",
              "Permission 'cloudkms.cryptoKeyVersions.useTo"
                  + (encrypts ? "Encrypt" : "Decrypt")
                  + "' denied on resource '"
                  + name
                  + "' (or it may not exist).");
    }
    JsonObject request =
        JsonParser.parseString(
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))
            .getAsJsonObject();
    byte[] associated = checked(request, "additionalAuthenticatedData");
    return encrypts
        ? encrypt(name, key, checked(request, "plaintext"), associated)
        : decrypt(key, checked(request, "ciphertext"), associated);
  }

  private static byte[] checked(JsonObject request, String field) throws Refusal {
    byte[] bytes =
        request.has(field)
            ? Base64.getMimeDecoder()
                .decode(request.get(field).getAsString().replace('-', '+').replace('_', '/'))
            : new byte[0];
    String sum = field + "Crc32c";
    if (request.has(sum) && Long.parseLong(request.get(sum).getAsString()) != crc32c(bytes)) {
      throw new Refusal(
          400,
          "INVALID_ARGUMENT",
          "The checksum in field " + field + "_crc32c did not match the data in field " + field);
    }
    return bytes;
  }

  private JsonObject encrypt(String name, Key key, byte[] plain, byte[] associated) {
    byte[] nonce = new byte[12];
    random.nextBytes(nonce);
    try {
      SecretKeySpec secret = key.versions().get(key.primary());
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, secret, new GCMParameterSpec(128, nonce));
      cipher.updateAAD(associated);
      byte[] sealed = cipher.doFinal(plain);
      byte[] wrapped =
          ByteBuffer.allocate(13 + sealed.length).put(key.primary()).put(nonce).put(sealed).array();
      JsonObject answer = new JsonObject();
      answer.addProperty("name", name + "/cryptoKeyVersions/" + key.primary());
      answer.addProperty("ciphertext", Base64.getEncoder().encodeToString(wrapped));
      answer.addProperty("ciphertextCrc32c", Long.toString(crc32c(wrapped)));
      answer.addProperty("verifiedPlaintextCrc32c", true);
      answer.addProperty("verifiedAdditionalAuthenticatedDataCrc32c", true);
      return answer;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonObject decrypt(Key key, byte[] wrapped, byte[] associated) throws Refusal {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(wrapped);
      SecretKeySpec secret = wrapped.length < 29 ? null : key.versions().get(bytes.get());
      if (secret == null) {
        throw new GeneralSecurityException("no such version");
      }
      byte[] nonce = new byte[12];
      bytes.get(nonce);
      byte[] sealed = new byte[bytes.remaining()];
      bytes.get(sealed);
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.DECRYPT_MODE, secret, new GCMParameterSpec(128, nonce));
      cipher.updateAAD(associated);
      byte[] plain = cipher.doFinal(sealed);
      JsonObject answer = new JsonObject();
      answer.addProperty("plaintext", Base64.getEncoder().encodeToString(plain));
      answer.addProperty("plaintextCrc32c", Long.toString(crc32c(plain)));
      answer.addProperty("usedPrimary", wrapped[0] == key.primary());
      return answer;
    } catch (GeneralSecurityException e) {
      throw new Refusal(400, "INVALID_ARGUMENT", "Decryption failed: the ciphertext is invalid.");
    }
  }

  private static long crc32c(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return crc.getValue();
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }
}
