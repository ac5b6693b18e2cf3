package io.lepton.local.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.container.ContainerBackend;
import io.lepton.spi.container.RevisionSpec;
import io.lepton.testkit.runtime.ContainerBackendContract;
import io.lepton.testkit.runtime.TestImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract, with real processes. */
class ProcessContainersTest extends ContainerBackendContract {
  private Path home;
  private String image;

  @BeforeEach
  void image(@TempDir Path folder) throws IOException {
    home = folder.resolve("home with space");
    image = TestImage.write(folder.resolve("image.tar"), Optional.empty());
  }

  @Override
  protected ContainerBackend open() {
    return LocalContainerBackend.open(new ProviderConfig(Map.of(), home));
  }

  @Override
  protected String image() {
    return image;
  }

  @Override
  protected String missingImage() {
    return "file:" + home.resolve("missing.tar");
  }

  @Test
  void aTarballThatHoldsAnotherImageNowIsAnotherSpec() throws IOException {
    RevisionSpec spec = spec("v1").replicas(0).build();
    deploy(spec);
    Path base = Files.write(home.resolveSibling("base.tar"), new byte[1024]);
    TestImage.write(home.resolveSibling("image.tar"), Optional.of(base));
    assertThatThrownBy(() -> deploy(spec))
        .isInstanceOfSatisfying(
            CloudException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.ALREADY_EXISTS))
        .hasMessageContaining("image.tar");
  }

  @Test
  void aLayerThatIsNotTheOneOfTheConfigurationIsRefused() throws IOException {
    Path tarball = home.resolveSibling("image.tar");
    byte[] bytes = Files.readAllBytes(tarball);
    // Inside the class, past the outer header and the header of the class in its layer.
    bytes[2000] ^= 1;
    Files.write(tarball, bytes);
    RevisionSpec spec = spec("v1").build();
    assertThatThrownBy(() -> deploy(spec))
        .isInstanceOfSatisfying(
            CloudException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.DATA_CORRUPTED));
    assertThat(open().describe(spec.name())).isEmpty();
    assertThat(StateFiles.children(home.resolve("local/images"))).hasSize(1);
  }

  @Test
  void anImageOfARegistryNeedsAnEngineAndSaysSo() throws IOException {
    RevisionSpec spec = spec("v1").image("127.0.0.1:5000/digits:v1").build();
    ContainerBackend processesOnly =
        LocalContainerBackend.open(
            new ProviderConfig(Map.of("LEPTON_LOCAL_RUNTIME", "process"), home));
    assertThatThrownBy(() -> processesOnly.deploy(spec))
        .isInstanceOfSatisfying(
            CloudException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.UNSUPPORTED))
        .hasMessageContaining("podman or docker");
    ContainerBackend misspelt =
        LocalContainerBackend.open(
            new ProviderConfig(Map.of("LEPTON_LOCAL_RUNTIME", "pdoman"), home));
    assertThatThrownBy(() -> misspelt.deploy(spec))
        .isInstanceOf(CloudException.class)
        .hasMessageContaining("process, podman or docker");
  }

  @Test
  void theCommandOfASpecReplacesTheEntryPointAndTheHostsVariablesStayOutside() throws Exception {
    RevisionSpec spec = spec("v1").with("A", "b c").command("/bin/sh", "-c", "env").build();
    // An absolute program is the image's, and this image has none.
    deploy(spec);
    await(spec.name(), r -> r.replicas().get(0).detail().contains("exit code 127"));
    RevisionSpec found = spec("v2").with("A", "b c").command("env").build();
    deploy(found);
    await(found.name(), r -> r.replicas().get(0).detail().contains("exit code 0"));
    assertThat(open().logs(found.name(), 100))
        .anyMatch(line -> line.endsWith(" A=b c"))
        .anyMatch(line -> line.contains(" PORT="))
        .noneMatch(line -> line.contains("MAVEN_") || line.contains("JAVA_HOME="));
  }
}
