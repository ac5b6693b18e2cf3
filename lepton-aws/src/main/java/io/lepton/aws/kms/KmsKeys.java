package io.lepton.aws.kms;

import io.lepton.aws.client.AwsClients;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.key.KeyBackend;
import io.lepton.spi.key.KeyEncryptionKey;
import io.lepton.spi.key.KeyErrors;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;

/**
 * Keys of AWS Key Management Service: {@code aws-kms://} and a key's or an alias's ARN ({@code
 * aws-kms://arn:aws:kms:eu-west-1:123456789012:key/...}, as Tink has it), or the key's id or {@code
 * alias/NAME} alone, which are looked for in the region of the settings.
 *
 * <p>Symmetric encryption keys only. A data key is encrypted by {@code kms:Encrypt} with the
 * purpose as encryption context, {@code {"purpose": ...}}: key policies can demand it, and
 * CloudTrail shows it. The answer names its key, yet {@code kms:Decrypt} is told which key must
 * have been used.
 *
 * <p>The endpoint is {@code AWS_ENDPOINT_URL_KMS} or {@code AWS_ENDPOINT_URL} where set;
 * credentials and region as {@link AwsClients} finds them. Thread safe.
 */
public final class KmsKeys implements KeyBackend, AutoCloseable {

  /** Scheme of the keys. */
  public static final String SCHEME = "aws-kms";

  private final String provider;
  private final AwsClients clients;
  private final Map<Optional<String>, KmsClient> byRegion = new HashMap<>();

  /** Finds keys in the name of the provider with this id; connects to nothing. */
  public KmsKeys(String provider, AwsClients clients) {
    this.provider = provider;
    this.clients = clients;
  }

  /**
   * {@inheritDoc}
   *
   * @throws CloudException INVALID_ARGUMENT when the URI names no key; UNSUPPORTED when the SDK's
   *     client of the service is not on the class path
   */
  @Override
  public KeyEncryptionKey key(String uri) {
    KmsKeyName name = KmsKeyName.parse(uri);
    KeyErrors errors = new KeyErrors(provider, uri);
    try {
      return new KmsKey(client(name.region()), name, errors);
    } catch (NoClassDefFoundError e) {
      throw errors
          .of(ErrorKind.UNSUPPORTED, "open")
          .cause(e)
          .message("add software.amazon.awssdk:kms to the class path to use keys of AWS KMS");
    }
  }

  private synchronized KmsClient client(Optional<String> region) {
    return byRegion.computeIfAbsent(
        region,
        known -> {
          var builder = clients.configure(KmsClient.builder(), clients.endpoint("KMS"));
          known.map(Region::of).ifPresent(builder::region);
          return builder.build();
        });
  }

  @Override
  public synchronized void close() {
    byRegion.values().forEach(KmsClient::close);
    byRegion.clear();
  }
}
