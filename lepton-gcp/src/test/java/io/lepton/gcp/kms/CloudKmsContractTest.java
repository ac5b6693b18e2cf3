package io.lepton.gcp.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lepton.gcp.GcpProvider;
import io.lepton.spi.CloudException;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.ErrorKind;
import io.lepton.testkit.key.KeyServer;
import io.lepton.testkit.key.KeyServerContract;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract on the wire, before a server that does the service's cryptography. */
class CloudKmsContractTest extends KeyServerContract {
  private static final String SCHEME = "gcp-kms://";
  private final CloudKmsServer server = new CloudKmsServer();

  @Override
  protected CloudProvider provider() {
    return new GcpProvider();
  }

  @Override
  protected String addressVariable() {
    return "KMS_EMULATOR_HOST";
  }

  @Override
  protected String prefix() {
    return SCHEME;
  }

  @Override
  protected KeyServer server() {
    return server;
  }

  @Override
  protected String missingKey() {
    return SCHEME + "projects/p/locations/europe-west1/keyRings/r/cryptoKeys/missing";
  }

  @Override
  protected List<String> malformed() {
    return List.of(
        SCHEME,
        SCHEME + "projects/p/locations/l/keyRings/r",
        SCHEME + "projects/p/locations/l/keyRings/r/cryptoKeys/k/cryptoKeyVersions/1",
        SCHEME + "projects/p/locations/l/keyRings/r/cryptoKeys/a?b");
  }

  @Test
  void anAnswerDamagedOnItsWayIsNotTaken() {
    String uri = newKey();
    byte[] good = open().key(uri).wrap(new byte[32], "test");
    for (String field : List.of("ciphertext", "plaintext")) {
      server.change(
          answer -> {
            if (answer.has(field)) {
              char first = answer.get(field).getAsString().charAt(0);
              answer.addProperty(
                  field, (first == 'B' ? 'C' : 'B') + answer.get(field).getAsString().substring(1));
            }
            return answer;
          });
      damaged(
          () -> {
            if (field.equals("ciphertext")) {
              open().key(uri).wrap(new byte[32], "test");
            } else {
              open().key(uri).unwrap(good, "test");
            }
          });
    }
  }

  @Test
  void anAnswerThatDoesNotConfirmTheChecksumsSentIsNotTaken() {
    String uri = newKey();
    for (String field :
        Arrays.asList("verifiedPlaintextCrc32c", "verifiedAdditionalAuthenticatedDataCrc32c")) {
      server.change(
          answer -> {
            answer.remove(field);
            return answer;
          });
      damaged(() -> open().key(uri).wrap(new byte[32], "test"));
    }
  }

  private static void damaged(Runnable call) {
    CloudException error = catchThrowableOfType(CloudException.class, call::run);
    assertThat(error).isNotNull();
    assertThat(error.kind()).isEqualTo(ErrorKind.DATA_CORRUPTED);
    assertThat(error.retryable()).isTrue();
  }
}
