package io.lepton.aws.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.aws.AwsProvider;
import io.lepton.spi.CloudBackends;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.key.KeyBackend;
import io.lepton.testkit.key.KeyBackendContract;
import io.lepton.testkit.server.ServerProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.KmsException;

/** The contract against a KMS server; one kind of server a subclass. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class KmsContract extends KeyBackendContract {
  private final List<CloudBackends> opened = new ArrayList<>();
  @AutoClose private @Nullable KmsServer server;

  /** Starts the server, with what it keeps in {@code folder}. */
  abstract KmsServer start(Path folder);

  @BeforeAll
  void startServer(@TempDir Path folder) {
    server = start(folder);
  }

  KmsServer server() {
    if (server == null) {
      throw new IllegalStateException("the server was not started");
    }
    return server;
  }

  @AfterEach
  void allowAndClose() {
    server().faults.clear();
    opened.forEach(CloudBackends::close);
    opened.clear();
  }

  private KeyBackend open(ProviderConfig config) {
    CloudBackends backends = new AwsProvider().open(config);
    opened.add(backends);
    return backends.keys().orElseThrow();
  }

  @Override
  protected KeyBackend open() {
    return open(server().config());
  }

  @Override
  protected String newKey() {
    return "aws-kms://" + server().newKey();
  }

  @Override
  protected String missingKey() {
    return "aws-kms://00000000-0000-0000-0000-000000000000";
  }

  @Override
  protected List<String> malformed() {
    return List.of(
        "aws-kms://",
        "aws-kms://some-key",
        "aws-kms://alias/",
        "aws-kms://arn:aws:kms:eu-west-1:123456789012:grant/x",
        "aws-kms://arn:aws:s3:::bucket",
        "aws-kms://arn:aws:kms:eu-west-1:12:key/00000000-0000-0000-0000-000000000000");
  }

  static String arn(String uri) {
    return uri.substring("aws-kms://".length());
  }

  @Override
  protected void disable(String uri) {
    server().disable(arn(uri));
  }

  @Override
  protected void forbid(String uri) {
    server().forbid();
  }

  @Override
  protected KeyBackend unreachable() {
    return open(KmsServer.config("http://127.0.0.1:" + ServerProcess.freePort()));
  }

  @Override
  protected long requests() {
    return server().proxy.requestCount();
  }

  private static SdkBytes secret() {
    return SdkBytes.fromUtf8String("thirty-two bytes of a data key..");
  }

  private SdkBytes encrypted(String arn, Map<String, String> context) {
    return server()
        .owner()
        .encrypt(request -> request.keyId(arn).plaintext(secret()).encryptionContext(context))
        .ciphertextBlob();
  }

  private void refuses(String arn, SdkBytes blob, Map<String, String> context) {
    assertThatThrownBy(
            () ->
                server()
                    .owner()
                    .decrypt(
                        request ->
                            request.keyId(arn).ciphertextBlob(blob).encryptionContext(context)))
        .isInstanceOf(KmsException.class);
  }

  /** The server itself, without anything of Lepton's: what is no proof unless it refuses. */
  @Nested
  class TheServer {
    private final Map<String, String> context = Map.of("a", "1");

    @Test
    void decryptsWhatItEncrypted() {
      String arn = server().newKey();
      SdkBytes blob = encrypted(arn, context);
      assertThat(
              server()
                  .owner()
                  .decrypt(
                      request -> request.keyId(arn).ciphertextBlob(blob).encryptionContext(context))
                  .plaintext())
          .isEqualTo(secret());
    }

    @Test
    void refusesAnotherKey() {
      SdkBytes blob = encrypted(server().newKey(), context);
      refuses(server().newKey(), blob, context);
    }

    @Test
    void refusesATamperedCiphertext() {
      String arn = server().newKey();
      byte[] blob = encrypted(arn, context).asByteArray();
      blob[blob.length - 1] ^= 1;
      refuses(arn, SdkBytes.fromByteArray(blob), context);
    }

    @Test
    void refusesAnotherEncryptionContext() {
      String arn = server().newKey();
      SdkBytes blob = encrypted(arn, context);
      refuses(arn, blob, Map.of("a", "2"));
      refuses(arn, blob, Map.of());
      refuses(arn, blob, Map.of("a", "1", "b", "2"));
    }
  }

  @Test
  void aKeyIsFoundByItsIdAndByItsAliasToo() {
    String arn = server().newKey();
    String alias = "alias/lepton-" + UUID.randomUUID();
    server().alias(alias, arn);
    String id = arn.substring(arn.lastIndexOf('/') + 1);
    byte[] key = secret().asByteArray();
    byte[] wrapped = open().key("aws-kms://" + arn).wrap(key, "test");
    assertThat(open().key("aws-kms://" + id).unwrap(wrapped, "test")).isEqualTo(key);
    assertThat(open().key("aws-kms://" + alias).unwrap(wrapped, "test")).isEqualTo(key);
    String account = arn.replaceFirst("key/.*", alias);
    assertThat(open().key("aws-kms://" + account).unwrap(wrapped, "test")).isEqualTo(key);
  }
}
