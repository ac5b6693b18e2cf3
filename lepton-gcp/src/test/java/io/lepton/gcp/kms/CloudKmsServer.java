package io.lepton.gcp.kms;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import io.lepton.testkit.key.KeyServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
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
final class CloudKmsServer extends KeyServer {
  private static final String RING = "projects/p/locations/europe-west1/keyRings/r/cryptoKeys/";

  private record Key(Map<Byte, SecretKeySpec> versions, byte primary) {}

  private final Map<String, Key> keys = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();
  private volatile UnaryOperator<JsonObject> onTheWay = answer -> answer;

  CloudKmsServer() {
    super("/v1/");
  }

  @Override
  public String newKey() {
    String name = RING + UUID.randomUUID();
    keys.put(name, new Key(Map.of((byte) 1, secret()), (byte) 1));
    return name;
  }

  /** A new version becomes the primary one. */
  @Override
  public void rotate(String name) {
    keys.computeIfPresent(
        name,
        (same, key) -> {
          Map<Byte, SecretKeySpec> versions = new ConcurrentHashMap<>(key.versions());
          byte next = (byte) (key.primary() + 1);
          versions.put(next, secret());
          return new Key(versions, next);
        });
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

  @Override
  protected String answer(HttpExchange exchange) throws IOException, Refusal {
    return onTheWay.apply(process(exchange)).toString();
  }

  private static Refusal refusal(int code, String status, String message) {
    JsonObject error = new JsonObject();
    error.addProperty("code", code);
    error.addProperty("message", message);
    error.addProperty("status", status);
    JsonObject answer = new JsonObject();
    answer.add("error", error);
    return new Refusal(code, answer.toString());
  }

  private JsonObject process(HttpExchange exchange) throws IOException, Refusal {
    String path = exchange.getRequestURI().getPath().substring("/v1/".length());
    int colon = path.lastIndexOf(':');
    if (!exchange.getRequestMethod().equals("POST") || colon < 0) {
      throw refusal(404, "NOT_FOUND", "no such method");
    }
    String name = path.substring(0, colon);
    boolean encrypts = path.substring(colon).equals(":encrypt");
    Key key = keys.get(name);
    if (key == null) {
      throw refusal(404, "NOT_FOUND", "CryptoKey " + name + " not found.");
    }
    switch (state(name)) {
      case ENABLED -> {}
      case DISABLED ->
          throw refusal(
              400,
              "FAILED_PRECONDITION",
              name
                  + "/cryptoKeyVersions/"
                  + key.primary()
                  + " is not enabled, current state is: DISABLED.");
      case FORBIDDEN ->
          throw refusal(
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
      throw refusal(
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
      throw refusal(400, "INVALID_ARGUMENT", "Decryption failed: the ciphertext is invalid.");
    }
  }

  private static long crc32c(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return crc.getValue();
  }
}
