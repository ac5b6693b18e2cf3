package io.lepton.aws.kms;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;

/**
 * The contract on Moto, which encrypts under a disabled key where the service refuses: the proxy
 * before it answers in its place.
 */
class MotoKmsContractTest extends KmsContract {
  @Override
  KmsServer start(Path folder) {
    return KmsServer.moto(folder);
  }

  @Override
  protected void disable(String uri) {
    super.disable(uri);
    server()
        .faults
        .onAny()
        .then(KmsServer.refusal("DisabledException", arn(uri) + " is disabled."));
  }

  @Test
  void motoEncryptsUnderADisabledKeyWhichTheServiceRefuses() {
    String arn = server().newKey();
    server().disable(arn);
    assertThat(
            server()
                .owner()
                .encrypt(request -> request.keyId(arn).plaintext(SdkBytes.fromUtf8String("secret")))
                .ciphertextBlob())
        .isNotNull();
  }
}
