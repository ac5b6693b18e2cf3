package io.lepton.gcp.kms;

import com.google.api.services.cloudkms.v1.model.DecryptRequest;
import com.google.api.services.cloudkms.v1.model.DecryptResponse;
import com.google.api.services.cloudkms.v1.model.EncryptRequest;
import com.google.api.services.cloudkms.v1.model.EncryptResponse;
import io.lepton.spi.key.KeyEncryptionKey;
import io.lepton.spi.key.KeyErrors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** One key of the service. Thread safe. */
final class CloudKmsKey implements KeyEncryptionKey {
  private final CloudKmsClient client;
  private final String name;
  private final KeyErrors errors;

  /**
   * @param name {@code projects/P/locations/L/keyRings/R/cryptoKeys/K}
   */
  CloudKmsKey(CloudKmsClient client, String name, KeyErrors errors) {
    this.client = client;
    this.name = name;
    this.errors = errors;
  }

  @Override
  public byte[] wrap(byte[] dataKey, String purpose) {
    errors.checkInterrupt("wrap");
    byte[] associated = purpose.getBytes(StandardCharsets.US_ASCII);
    EncryptRequest request =
        new EncryptRequest()
            .encodePlaintext(dataKey)
            .setPlaintextCrc32c(crc32c(dataKey))
            .encodeAdditionalAuthenticatedData(associated)
            .setAdditionalAuthenticatedDataCrc32c(crc32c(associated));
    EncryptResponse answer;
    try {
      answer = client.keys().encrypt(name, request).setDisableGZipContent(true).execute();
    } catch (IOException e) {
      throw CloudKmsErrors.translate(errors, "wrap", e);
    }
    byte[] wrapped = answer.getCiphertext() == null ? new byte[0] : answer.decodeCiphertext();
    if (!Boolean.TRUE.equals(answer.getVerifiedPlaintextCrc32c())
        || !Boolean.TRUE.equals(answer.getVerifiedAdditionalAuthenticatedDataCrc32c())) {
      throw CloudKmsErrors.damaged(
          errors, "wrap", "the service did not confirm the checksums sent");
    }
    check("wrap", wrapped, answer.getCiphertextCrc32c());
    return wrapped;
  }

  @Override
  public byte[] unwrap(byte[] wrapped, String purpose) {
    if (wrapped.length == 0) {
      throw errors.notWrapped("");
    }
    errors.checkInterrupt("unwrap");
    byte[] associated = purpose.getBytes(StandardCharsets.US_ASCII);
    DecryptRequest request =
        new DecryptRequest()
            .encodeCiphertext(wrapped)
            .setCiphertextCrc32c(crc32c(wrapped))
            .encodeAdditionalAuthenticatedData(associated)
            .setAdditionalAuthenticatedDataCrc32c(crc32c(associated));
    DecryptResponse answer;
    try {
      answer = client.keys().decrypt(name, request).setDisableGZipContent(true).execute();
    } catch (IOException e) {
      throw CloudKmsErrors.translate(errors, "unwrap", e);
    }
    byte[] dataKey = answer.getPlaintext() == null ? new byte[0] : answer.decodePlaintext();
    check("unwrap", dataKey, answer.getPlaintextCrc32c());
    return dataKey;
  }

  private void check(String operation, byte[] bytes, @Nullable Long announced) {
    if (announced == null || announced != crc32c(bytes)) {
      throw CloudKmsErrors.damaged(errors, operation, "the answer is not that of its checksum");
    }
  }

  private static long crc32c(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return crc.getValue();
  }
}
