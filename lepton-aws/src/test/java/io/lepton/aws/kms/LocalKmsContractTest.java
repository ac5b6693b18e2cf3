package io.lepton.aws.kms;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.DisabledException;

/**
 * The contract on Local KMS, which refuses disabled keys too. It does not check the key's ARN at
 * the head of its ciphertext once a request names the key, where the service's ciphertext is
 * authenticated wholly.
 */
class LocalKmsContractTest extends KmsContract {
  @Override
  KmsServer start(Path folder) {
    return KmsServer.localKms(folder);
  }

  @Override
  protected int uncheckedHeadBytes() {
    return 1 + server().newKey().length();
  }

  @Test
  void localKmsRefusesADisabledKey() {
    String arn = server().newKey();
    server().disable(arn);
    assertThatThrownBy(
            () ->
                server()
                    .owner()
                    .encrypt(
                        request -> request.keyId(arn).plaintext(SdkBytes.fromUtf8String("secret"))))
        .isInstanceOf(DisabledException.class);
  }
}
