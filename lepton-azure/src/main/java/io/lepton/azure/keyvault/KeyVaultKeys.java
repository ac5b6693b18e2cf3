package io.lepton.azure.keyvault;

import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.policy.BearerTokenAuthenticationPolicy;
import io.lepton.azure.http.Connections;
import io.lepton.azure.http.Identity;
import io.lepton.azure.http.PipelineClient;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.key.KeyBackend;
import io.lepton.spi.key.KeyEncryptionKey;
import io.lepton.spi.key.KeyErrors;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * RSA keys of Azure Key Vault and Managed HSM: {@code azure-kv://} and the key's identifier without
 * its {@code https://}, such as {@code azure-kv://VAULT.vault.azure.net/keys/NAME}.
 *
 * <p>The vault wraps with RSA-OAEP-256, which knows no associated data; so what is wrapped is the
 * data key and the SHA-256 of its purpose. What comes out names the key's version, and rotation
 * changes nothing. A disabled key still wraps, as the service has it, but unwraps nothing. Keys of
 * 2,048 bits leave room for the digest that is noted beside each object; with longer ones an
 * unchanged object is only recognised by reading it.
 *
 * <p>Requests carry a token of the signed-in identity ({@code azure-identity}). {@code
 * AZURE_KEYVAULT_EMULATOR_HOST} ({@code host:port} or a URL) has every request sent there instead,
 * without a token. Thread safe.
 */
public final class KeyVaultKeys implements KeyBackend, AutoCloseable {

  /** Scheme of the keys. */
  public static final String SCHEME = "azure-kv";

  private static final String EMULATOR = "AZURE_KEYVAULT_EMULATOR_HOST";

  private final String provider;
  private final ProviderConfig config;
  private final Map<String, HttpPipeline> byService = new HashMap<>();
  private @Nullable PipelineClient client;

  /** Finds keys in the name of the provider with this id; connects to nothing. */
  public KeyVaultKeys(String provider, ProviderConfig config) {
    this.provider = provider;
    this.config = config;
  }

  /**
   * {@inheritDoc}
   *
   * @throws CloudException INVALID_ARGUMENT when the URI names no key or the emulator's setting is
   *     no address; UNSUPPORTED when the SDK's client of the service is not on the class path;
   *     PERMISSION_DENIED when {@code azure-identity} is not
   */
  @Override
  public KeyEncryptionKey key(String uri) {
    VaultKeyName name = VaultKeyName.parse(uri);
    try {
      return new VaultKey(pipeline(name, uri), base(name, uri), name, new KeyErrors(provider, uri));
    } catch (NoClassDefFoundError e) {
      throw error(ErrorKind.UNSUPPORTED, uri)
          .cause(e)
          .message(
              "add com.azure:azure-security-keyvault-keys to the class path to use keys of Key"
                  + " Vault");
    }
  }

  private Optional<String> emulator(String uri) {
    Optional<String> told =
        config.setting(EMULATOR).map(host -> host.contains("://") ? host : "http://" + host);
    if (told.isPresent() && !told.get().matches("https?://[^/?#@]+/?")) {
      throw error(ErrorKind.INVALID_ARGUMENT, uri)
          .message(EMULATOR + " is no address; write host:port or http://host:port");
    }
    return told.map(url -> url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
  }

  private String base(VaultKeyName name, String uri) {
    return emulator(uri).orElse("https://" + name.host());
  }

  private synchronized HttpPipeline pipeline(VaultKeyName name, String uri) {
    PipelineClient sending = client;
    if (sending == null) {
      sending = new PipelineClient(Connections.of(config));
      client = sending;
    }
    HttpPipeline known = byService.get(name.service());
    if (known == null) {
      HttpPipelineBuilder made = new HttpPipelineBuilder().httpClient(sending);
      if (emulator(uri).isEmpty()) {
        made.policies(
            new BearerTokenAuthenticationPolicy(
                Identity.credential(uri, ""), "https://" + name.service() + "/.default"));
      }
      known = made.build();
      byService.put(name.service(), known);
    }
    return known;
  }

  private CloudException.Builder error(ErrorKind kind, String uri) {
    return new KeyErrors(provider, uri).of(kind, "open");
  }

  @Override
  public synchronized void close() {
    byService.clear();
    if (client != null) {
      client.close();
      client = null;
    }
  }
}
