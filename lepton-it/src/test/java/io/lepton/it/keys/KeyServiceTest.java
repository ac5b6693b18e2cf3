package io.lepton.it.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.aws.AwsProvider;
import io.lepton.aws.client.AwsClients;
import io.lepton.local.LocalProvider;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.ProviderConfig;
import io.lepton.testkit.server.MotoServer;
import io.lepton.testkit.server.ServerProcess;
import io.lepton.testkit.wire.FaultProxy;
import io.lepton.transfer.KeyReference;
import io.lepton.transfer.ObjectStores;
import io.lepton.transfer.Transfer;
import io.lepton.transfer.TransferEngine;
import io.lepton.transfer.TransferResult;
import io.lepton.transfer.VerifyRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kms.KmsClient;

/** A whole transfer encrypted by a key of AWS KMS, which Moto plays. */
class KeyServiceTest {
  private static final int OBJECTS = 200;
  @AutoClose private static ServerProcess moto;

  @TempDir private Path folder;

  @BeforeAll
  static void start(@TempDir Path log) {
    moto = MotoServer.start(log);
  }

  private ProviderConfig config(String endpoint) {
    return new ProviderConfig(
        Map.of(
            "AWS_ENDPOINT_URL_KMS", endpoint,
            "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
            "AWS_SECRET_ACCESS_KEY", "secret",
            "AWS_REGION", "eu-west-1"),
        folder.resolve("home"));
  }

  private KeyReference newKey() {
    try (AwsClients clients = new AwsClients(config(moto.endpoint()));
        KmsClient kms = clients.configure(KmsClient.builder(), clients.endpoint("KMS")).build()) {
      return new KeyReference("aws-kms://" + kms.createKey().keyMetadata().arn());
    }
  }

  private Path fill(String name) throws IOException {
    Path source = Files.createDirectories(folder.resolve(name));
    for (int i = 0; i < OBJECTS; i++) {
      Files.writeString(source.resolve("object-" + i), "content " + i + "\n");
    }
    return source;
  }

  private static Place place(Path path) {
    return Place.file(path);
  }

  @Test
  void goesThereAndBackWithTwoRequestsToTheKeyServiceAndIsProven() throws IOException {
    KeyReference key = newKey();
    Path source = fill("source");
    Path secret = folder.resolve("secret");
    Path back = folder.resolve("back");
    try (FaultProxy proxy = FaultProxy.before(moto.endpoint()).start();
        ObjectStores stores =
            new ObjectStores(
                List.of(new LocalProvider(), new AwsProvider()), config(proxy.endpoint()))) {
      TransferEngine engine = new TransferEngine(stores);
      TransferResult there =
          engine.run(
              Transfer.from(place(source).toString())
                  .to(place(secret).toString())
                  .encrypt(key)
                  .build(),
              event -> {});
      assertThat(there.copied()).isEqualTo(OBJECTS);
      assertThat(there.verified()).isTrue();
      assertThat(proxy.requestCount()).isEqualTo(1);
      assertThat(Files.readAllBytes(secret.resolve("object-7")))
          .startsWith("LEPTON".getBytes(StandardCharsets.US_ASCII));

      TransferResult again =
          engine.run(
              Transfer.from(place(secret).toString())
                  .to(place(back).toString())
                  .decrypt(key)
                  .build(),
              event -> {});
      assertThat(again.copied()).isEqualTo(OBJECTS);
      assertThat(proxy.requestCount()).isEqualTo(2);
      assertThat(back.resolve("object-7")).hasSameBinaryContentAs(source.resolve("object-7"));

      assertThat(
              engine
                  .verify(
                      VerifyRequest.of(place(source), place(secret)).decryptTarget(key),
                      verdict -> {},
                      event -> {})
                  .allEqual())
          .isTrue();
    }
  }

  @Test
  void isRefusedByNameUnderAnotherKeyAndWithoutTheService() throws IOException {
    KeyReference key = newKey();
    KeyReference other = newKey();
    Path source = fill("source");
    Path secret = folder.resolve("secret");
    Path back = folder.resolve("back");
    try (ObjectStores stores =
        new ObjectStores(
            List.of(new LocalProvider(), new AwsProvider()), config(moto.endpoint()))) {
      TransferEngine engine = new TransferEngine(stores);
      engine.run(
          Transfer.from(place(source).toString()).to(place(secret).toString()).encrypt(key).build(),
          event -> {});
      TransferResult wrong =
          engine.run(
              Transfer.from(place(secret).toString())
                  .to(place(back).toString())
                  .decrypt(other)
                  .build(),
              event -> {});
      assertThat(wrong.failures())
          .hasSize(OBJECTS)
          .allSatisfy(
              failure -> {
                assertThat(failure.kind()).isEqualTo(ErrorKind.PERMISSION_DENIED);
                assertThat(failure.message()).contains(other.text());
              });
      assertThat(back.resolve("object-7")).doesNotExist();
    }
    try (ObjectStores stores =
        new ObjectStores(
            List.of(new LocalProvider(), new AwsProvider()),
            config("http://127.0.0.1:" + ServerProcess.freePort()))) {
      assertThatThrownBy(
              () ->
                  new TransferEngine(stores)
                      .run(
                          Transfer.from(place(source).toString())
                              .to(place(folder.resolve("never")).toString())
                              .encrypt(key)
                              .build(),
                          event -> {}))
          .isInstanceOf(CloudException.class)
          .hasMessageContaining(key.text())
          .hasMessageContaining("cannot be reached");
      assertThat(folder.resolve("never/object-7")).doesNotExist();
    }
  }
}
