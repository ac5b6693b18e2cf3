package io.lepton.azure.keyvault;

import com.azure.core.http.HttpPipeline;
import com.azure.security.keyvault.keys.KeyClientBuilder;
import com.azure.security.keyvault.keys.cryptography.CryptographyClient;
import com.azure.security.keyvault.keys.cryptography.CryptographyClientBuilder;
import com.azure.security.keyvault.keys.cryptography.models.KeyWrapAlgorithm;
import com.azure.security.keyvault.keys.cryptography.models.WrapResult;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.key.KeyEncryptionKey;
import io.lepton.spi.key.KeyErrors;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/**
 * One key of a vault. What it wraps: a byte that names the format, the length of the key's version
 * and the version, then what the vault answered. Thread safe.
 */
final class VaultKey implements KeyEncryptionKey {
  private static final byte FORMAT = 1;
  private static final int PURPOSE_BYTES = 32;

  private final HttpPipeline pipeline;
  private final String base;
  private final VaultKeyName name;
  private final KeyErrors errors;

  VaultKey(HttpPipeline pipeline, String base, VaultKeyName name, KeyErrors errors) {
    this.pipeline = pipeline;
    this.base = base;
    this.name = name;
    this.errors = errors;
    // Tells now, rather than in the middle of a run, whether the SDK is there.
    client(name.version());
  }

  /** Always asks the vault: a key fetched once would outlive its being disabled. */
  private CryptographyClient client(Optional<String> version) {
    return new CryptographyClientBuilder()
        .keyIdentifier(base + "/keys/" + name.name() + version.map(known -> "/" + known).orElse(""))
        .pipeline(pipeline)
        .disableKeyCaching()
        .buildClient();
  }

  @Override
  public byte[] wrap(byte[] dataKey, String purpose) {
    errors.checkInterrupt("wrap");
    byte[] bound =
        ByteBuffer.allocate(dataKey.length + PURPOSE_BYTES)
            .put(dataKey)
            .put(digest(purpose))
            .array();
    try {
      WrapResult answer = client(name.version()).wrapKey(KeyWrapAlgorithm.RSA_OAEP_256, bound);
      String id = answer.getKeyId();
      byte[] version = id.substring(id.lastIndexOf('/') + 1).getBytes(StandardCharsets.US_ASCII);
      byte[] wrapped = answer.getEncryptedKey();
      return ByteBuffer.allocate(2 + version.length + wrapped.length)
          .put(FORMAT)
          .put((byte) version.length)
          .put(version)
          .put(wrapped)
          .array();
    } catch (RuntimeException e) {
      throw KeyVaultErrors.translate(errors, "wrap", e);
    } finally {
      Arrays.fill(bound, (byte) 0);
    }
  }

  @Override
  public byte[] unwrap(byte[] wrapped, String purpose) {
    ByteBuffer bytes = ByteBuffer.wrap(wrapped);
    if (bytes.remaining() < 2 || bytes.get() != FORMAT) {
      throw errors.notWrapped("");
    }
    byte[] version = new byte[bytes.get() & 0x7f];
    if (bytes.remaining() <= version.length) {
      throw errors.notWrapped("");
    }
    bytes.get(version);
    String versionName = new String(version, StandardCharsets.US_ASCII);
    if (!versionName.matches("[0-9a-f]{32}")) {
      throw errors.notWrapped("");
    }
    byte[] sealed = new byte[bytes.remaining()];
    bytes.get(sealed);
    byte[] bound = unwrap(versionName, sealed);
    int length = bound.length - PURPOSE_BYTES;
    boolean same =
        length > 0
            && MessageDigest.isEqual(
                digest(purpose), Arrays.copyOfRange(bound, length, bound.length));
    if (!same) {
      throw errors.notWrapped("");
    }
    return Arrays.copyOf(bound, length);
  }

  private byte[] unwrap(String version, byte[] sealed) {
    errors.checkInterrupt("unwrap");
    try {
      return client(Optional.of(version)).unwrapKey(KeyWrapAlgorithm.RSA_OAEP_256, sealed).getKey();
    } catch (RuntimeException e) {
      CloudException error = KeyVaultErrors.translate(errors, "unwrap", e);
      // The vault says the same of a key that is missing and of a version that another key has.
      throw error.kind() == ErrorKind.NOT_FOUND && exists() ? errors.notWrapped("") : error;
    }
  }

  private boolean exists() {
    try {
      new KeyClientBuilder().vaultUrl(base).pipeline(pipeline).buildClient().getKey(name.name());
      return true;
    } catch (RuntimeException e) {
      return KeyVaultErrors.translate(errors, "unwrap", e).kind() != ErrorKind.NOT_FOUND;
    }
  }

  private static byte[] digest(String purpose) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(purpose.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java platform lacks SHA-256", e);
    }
  }
}
