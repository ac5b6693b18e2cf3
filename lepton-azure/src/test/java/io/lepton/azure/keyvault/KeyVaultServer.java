package io.lepton.azure.keyvault;

import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import com.sun.net.httpserver.HttpExchange;
import io.lepton.testkit.key.KeyServer;
import java.io.IOException;
import java.math.BigInteger;
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
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/**
 * A vault as its REST reference documents wrapKey, unwrapKey and getKey, with real RSA-OAEP-256,
 * because no emulator of it can be had from the public registries. It refuses in the service's
 * words. Like the service (azure-sdk-for-python, issue 45342) it wraps under a disabled key and
 * does not unwrap.
 */
final class KeyVaultServer extends KeyServer {
  private static final OAEPParameterSpec OAEP_256 =
      new OAEPParameterSpec(
          "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);

  private record Key(Map<String, KeyPair> versions, String newest) {}

  private final Map<String, Key> keys = new ConcurrentHashMap<>();

  KeyVaultServer() {
    super("/keys/");
  }

  @Override
  public String newKey() {
    String name = "key-" + UUID.randomUUID();
    keys.put(name, new Key(new ConcurrentHashMap<>(), ""));
    rotate(name);
    return name;
  }

  /** A new version becomes the newest. */
  @Override
  public void rotate(String name) {
    String version = UUID.randomUUID().toString().replace("-", "");
    keys.computeIfPresent(
        name,
        (same, key) -> {
          key.versions().put(version, pair());
          return new Key(key.versions(), version);
        });
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

  private static Refusal refusal(int status, String code, String message, String inner) {
    return new Refusal(
        status,
        "{\"error\":{\"code\":\""
            + code
            + "\",\"message\":\""
            + message
            + "\""
            + (inner.isEmpty() ? "" : ",\"innererror\":{\"code\":\"" + inner + "\"}")
            + "}}");
  }

  /** {@code /keys/NAME[/VERSION][/wrapkey|/unwrapkey]}. */
  @Override
  protected String answer(HttpExchange exchange) throws IOException, Refusal {
    if (!String.valueOf(exchange.getRequestURI().getQuery()).contains("api-version=")) {
      throw refusal(400, "BadParameter", "api-version must be specified", "");
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
      throw refusal(
          404,
          "KeyNotFound",
          "A key with (name/id) " + name + " was not found in this key vault.",
          "");
    }
    if (state(name) == State.FORBIDDEN) {
      throw refusal(
          403,
          "Forbidden",
          "Caller is not authorized to perform action on resource.",
          "ForbiddenByRbac");
    }
    String kid = "http://" + address() + "/keys/" + name + "/" + version;
    if (!operates) {
      return key(kid, (RSAPublicKey) pair.getPublic());
    }
    if (state(name) == State.DISABLED && last.equals("unwrapkey")) {
      throw refusal(
          403, "Forbidden", "Operation unwrapKey is not allowed on a disabled key.", "KeyDisabled");
    }
    Map<String, Object> request = read(exchange);
    if (!"RSA-OAEP-256".equals(request.get("alg"))) {
      throw refusal(400, "BadParameter", "Algorithm not supported", "");
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
      throw refusal(400, "BadParameter", "The parameter is incorrect.", "");
    }
  }
}
