package io.lepton.gcp.kms;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.key.KeyBackend;
import io.lepton.spi.key.KeyEncryptionKey;
import io.lepton.spi.key.KeyErrors;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keys of Google's Cloud Key Management Service, as Tink names them: {@code
 * gcp-kms://projects/P/locations/L/keyRings/R/cryptoKeys/K}.
 *
 * <p>Symmetric keys only. The key's primary version encrypts, with the purpose as additional
 * authenticated data; the answer names its version, so that rotation changes nothing. Both ways
 * carry CRC32C both ways, as "Verifying end-to-end data integrity" of the service's documentation
 * has it.
 *
 * <p>Credentials are Google's application default credentials. {@code KMS_EMULATOR_HOST} ({@code
 * host:port} or a URL) sends every request there, without credentials. Thread safe.
 */
public final class CloudKmsKeys implements KeyBackend {

  /** Scheme of the keys. */
  public static final String SCHEME = "gcp-kms";

  private static final String PART = "([A-Za-z0-9_.:-]{1,100})";
  private static final Pattern URI =
      Pattern.compile(
          SCHEME
              + "://(projects/"
              + PART
              + "/locations/"
              + PART
              + "/keyRings/"
              + PART
              + "/cryptoKeys/"
              + PART
              + ")");

  private final String provider;
  private final ProviderConfig config;
  private @Nullable CloudKmsClient client;

  /** Finds keys in the name of the provider with this id; connects to nothing. */
  public CloudKmsKeys(String provider, ProviderConfig config) {
    this.provider = provider;
    this.config = config;
  }

  /**
   * {@inheritDoc}
   *
   * @throws CloudException INVALID_ARGUMENT when the URI names no key, {@code KMS_EMULATOR_HOST} is
   *     no address, or {@code GOOGLE_APPLICATION_CREDENTIALS} names no key file; UNSUPPORTED when
   *     Google's client of the service is not on the class path
   */
  @Override
  public KeyEncryptionKey key(String uri) {
    Matcher name = URI.matcher(uri);
    if (!name.matches()) {
      throw error(ErrorKind.INVALID_ARGUMENT, uri)
          .message(
              "this names no key; write"
                  + " gcp-kms://projects/P/locations/L/keyRings/R/cryptoKeys/K");
    }
    try {
      return new CloudKmsKey(client(uri), name.group(1), new KeyErrors(provider, uri));
    } catch (NoClassDefFoundError e) {
      throw error(ErrorKind.UNSUPPORTED, uri)
          .cause(e)
          .message(
              "add com.google.apis:google-api-services-cloudkms to the class path to use keys of"
                  + " Cloud KMS");
    }
  }

  private synchronized CloudKmsClient client(String uri) {
    if (client == null) {
      Optional<String> emulator =
          config
              .setting("KMS_EMULATOR_HOST")
              .map(host -> host.contains("://") ? host : "http://" + host);
      if (emulator.isPresent() && !emulator.get().matches("https?://[^/?#@]+/?")) {
        throw error(ErrorKind.INVALID_ARGUMENT, uri)
            .message("KMS_EMULATOR_HOST is no address; write host:port or http://host:port");
      }
      client = new CloudKmsClient(provider, config, emulator);
    }
    return client;
  }

  private CloudException.Builder error(ErrorKind kind, String uri) {
    return new KeyErrors(provider, uri).of(kind, "open");
  }
}
