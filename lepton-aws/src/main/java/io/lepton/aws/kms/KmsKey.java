package io.lepton.aws.kms;

import io.lepton.spi.key.KeyEncryptionKey;
import io.lepton.spi.key.KeyErrors;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;

/** One key of the service. Thread safe. */
final class KmsKey implements KeyEncryptionKey {
  private final KmsClient client;
  private final KmsKeyName name;
  private final KeyErrors errors;

  KmsKey(KmsClient client, KmsKeyName name, KeyErrors errors) {
    this.client = client;
    this.name = name;
    this.errors = errors;
  }

  @Override
  public byte[] wrap(byte[] dataKey, String purpose) {
    return send(
        "wrap",
        () ->
            client
                .encrypt(
                    request ->
                        request
                            .keyId(name.id())
                            .plaintext(SdkBytes.fromByteArray(dataKey))
                            .encryptionContext(context(purpose)))
                .ciphertextBlob()
                .asByteArray());
  }

  @Override
  public byte[] unwrap(byte[] wrapped, String purpose) {
    if (wrapped.length == 0) {
      throw errors.notWrapped("");
    }
    return send(
        "unwrap",
        () ->
            client
                .decrypt(
                    request ->
                        request
                            .keyId(name.id())
                            .ciphertextBlob(SdkBytes.fromByteArray(wrapped))
                            .encryptionContext(context(purpose)))
                .plaintext()
                .asByteArray());
  }

  private static Map<String, String> context(String purpose) {
    return Map.of("purpose", purpose);
  }

  private <T> T send(String operation, Supplier<T> request) {
    errors.checkInterrupt(operation);
    try {
      return request.get();
    } catch (RuntimeException e) {
      throw KmsErrors.translate(errors, operation, e);
    }
  }
}
