package io.lepton.local.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.ProviderConfig;
import io.lepton.spi.container.ContainerBackend;
import io.lepton.spi.container.Revision;
import io.lepton.spi.container.RevisionSpec;
import io.lepton.testkit.runtime.ContainerBackendContract;
import io.lepton.testkit.runtime.TestImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The contract, with real podman containers on a real file system. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PodmanContainersTest extends ContainerBackendContract {
  /** The limits are for machines on which podman may not raise its own. */
  private static final String FLAGS = "--ulimit nofile=1024:1024 --ulimit nproc=1000:1000";

  private String image = "";
  private Path tarball = Path.of("");
  private Path home = Path.of("");

  @BeforeAll
  void image(@TempDir Path folder) throws Exception {
    if (HostPath.find("podman").isEmpty()) {
      JavaRootFileSystem.skip("podman is not installed");
    }
    tarball = folder.resolve("image.tar");
    image = TestImage.write(tarball, Optional.of(JavaRootFileSystem.orSkip()));
  }

  @BeforeEach
  void home(@TempDir Path folder) {
    home = folder;
  }

  @AfterAll
  void removeImage() throws Exception {
    if (!image.isEmpty()) {
      new Engine("podman", HostPath.find("podman").orElseThrow())
          .run(List.of("rmi", "-f", ImageArchive.open(tarball).id()));
    }
  }

  @Override
  protected ContainerBackend open() {
    return LocalContainerBackend.open(
        new ProviderConfig(
            Map.of("LEPTON_LOCAL_RUNTIME", "podman", "LEPTON_PODMAN_FLAGS", FLAGS), home));
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
  void aContainerSeesItsOwnFileSystemAndHasTheLimitsOfItsSpec() throws Exception {
    RevisionSpec spec = spec("v1").command("sh", "-c", "ls /app; exit 4").build();
    deploy(spec);
    Revision ended =
        await(
            spec.name(),
            r -> r.replicas().stream().anyMatch(x -> x.state() == Revision.Replica.State.FAILED));
    assertThat(ended.replicas().get(0).detail()).contains("exit code 4").contains("classes");
    Engine podman = new Engine("podman", HostPath.find("podman").orElseThrow());
    String container =
        podman.require(
            List.of("ps", "-aq", "--filter", "label=io.lepton.service=" + spec.name().service()));
    assertThat(podman.require(List.of("inspect", "--format", "{{.HostConfig.Memory}}", container)))
        .isEqualTo("268435456");
  }
}
