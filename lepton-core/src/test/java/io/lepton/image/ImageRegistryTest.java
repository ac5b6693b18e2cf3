package io.lepton.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lepton.config.InputException;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images in a real registry. */
class ImageRegistryTest {
  private Path folder;
  private ImageFixture fixture;

  @BeforeEach
  void files(@TempDir Path folder) throws IOException {
    this.folder = folder;
    fixture = new ImageFixture(folder.resolve("files"));
  }

  @Test
  void theRegistryHoldsTheDigestAndLayersOfTheResultUnderEveryTag() throws Exception {
    try (RegistryServer registry = RegistryServer.start(folder, "127.0.0.1")) {
      ImageResult built =
          fixture.step.run(fixture.request(registry.name() + "/digits", "v1", "v2").build());
      assertThat(built.reference()).isEqualTo(registry.name() + "/digits@" + built.digest());
      assertThat(built.tags()).containsExactly("v1", "v2");
      for (String tag : List.of("v1", "v2", built.digest())) {
        HttpResponse<String> manifest = registry.manifest("digits", tag);
        assertThat(manifest.headers().firstValue("Docker-Content-Digest")).hasValue(built.digest());
        JsonNode layers = new ObjectMapper().readTree(manifest.body()).get("layers");
        assertThat(layers).hasSize(4);
        for (int i = 0; i < 4; i++) {
          assertThat(layers.get(i).get("digest").asText())
              .isEqualTo(built.layers().get(i).digest());
          assertThat(layers.get(i).get("size").asLong())
              .isEqualTo(built.layers().get(i).sizeBytes());
        }
      }
    }
  }

  @Test
  void nothingIsSentTwiceAndANewModelSendsItsLayerOnly() throws Exception {
    try (RegistryServer registry = RegistryServer.start(folder, "127.0.0.1")) {
      String target = registry.name() + "/digits";
      ImageResult first = fixture.step.run(fixture.request(target, "v1").build());
      assertThat(registry.uploads()).isEqualTo(5);
      ImageResult second = fixture.step.run(fixture.request(target, "v1").build());
      assertThat(second).isEqualTo(first);
      assertThat(registry.uploads()).isEqualTo(5);
      ImageFixture.write(fixture.model.resolve("model.json"), "{\"new\": true}");
      fixture.step.run(fixture.request(target, "v2").build());
      assertThat(registry.uploads()).as("model and configuration").isEqualTo(7);
    }
  }

  @Test
  void aBaseInARegistryOfThisMachineServesTarballsAndRegistries() throws Exception {
    try (RegistryServer registry = RegistryServer.start(folder, "127.0.0.1")) {
      fixture.step.run(
          fixture.request(registry.name() + "/base", "v1").environment("FROM_BASE", "yes").build());
      ImageBase base = ImageBase.parse(registry.name() + "/base:v1", folder);
      ImageResult inRegistry =
          fixture.step.run(fixture.request(registry.name() + "/digits").base(base).build());
      JsonNode manifest = new ObjectMapper().readTree(registry.manifest("digits", "latest").body());
      assertThat(manifest.get("layers")).hasSize(8);
      ImageResult inFile = fixture.step.run(fixture.request("file:image.tar").base(base).build());
      assertThat(inFile.layers()).isEqualTo(inRegistry.layers());
      assertThat(Files.size(fixture.root.resolve("image.tar"))).isGreaterThan(inFile.sizeBytes());
    }
  }

  @Test
  void aBaseThatIsNotThereIsAnInputErrorThatNamesIt() throws Exception {
    try (RegistryServer registry = RegistryServer.start(folder, "127.0.0.1")) {
      ImageBase base = ImageBase.parse(registry.name() + "/no-such-base:v1", folder);
      assertThatThrownBy(
              () ->
                  fixture.step.run(fixture.request(registry.name() + "/digits").base(base).build()))
          .isInstanceOf(InputException.class)
          .hasMessageContaining(registry.name() + "/no-such-base:v1")
          .hasMessageContaining("does not exist");
    }
  }

  @Test
  void aRegistryThatWantsCredentialsOverPlainHttpIsPermissionDenied() throws Exception {
    try (RegistryServer registry = RegistryServer.locked(folder)) {
      assertThatThrownBy(
              () -> fixture.step.run(fixture.request(registry.name() + "/digits").build()))
          .isInstanceOfSatisfying(
              CloudException.class,
              e -> {
                assertThat(e.kind()).isEqualTo(ErrorKind.PERMISSION_DENIED);
                assertThat(e.retryable()).isFalse();
              })
          .hasMessageContaining(registry.name() + "/digits")
          .hasMessageContaining("credentials over plain HTTP");
    }
  }

  @Test
  void aRegistryThatIsNotThereIsRetryableAndNamed() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    assertThatThrownBy(
            () -> fixture.step.run(fixture.request("127.0.0.1:" + port + "/digits").build()))
        .isInstanceOfSatisfying(CloudException.class, e -> assertThat(e.retryable()).isTrue())
        .hasMessageContaining("cannot be reached")
        .hasMessageContaining("127.0.0.1:" + port);
  }

  @Test
  void plainHttpIsNotSpokenBeyondThisMachineEvenWhenTheTargetIsOnIt() throws Exception {
    Optional<String> address = addressBeyondLoopback();
    Assumptions.assumeTrue(address.isPresent(), "this machine has no address but loopback");
    try (RegistryServer registry = RegistryServer.start(folder, "0.0.0.0")) {
      fixture.step.run(fixture.request(registry.name() + "/base", "v1").build());
      String remote = address.orElseThrow() + ":" + registry.port();
      ImageBase base = ImageBase.parse(remote + "/base:v1", folder);
      assertThatThrownBy(
              () ->
                  fixture.step.run(fixture.request(registry.name() + "/digits").base(base).build()))
          .isInstanceOfSatisfying(
              CloudException.class,
              e -> assertThat(e.kind()).isEqualTo(ErrorKind.PERMISSION_DENIED))
          .hasMessageContaining("plain HTTP");
    }
  }

  private static Optional<String> addressBeyondLoopback() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
        .map(InetAddress::getHostAddress)
        .findFirst();
  }
}
