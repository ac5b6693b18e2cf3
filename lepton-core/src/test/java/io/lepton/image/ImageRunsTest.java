package io.lepton.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.local.LocalProvider;
import io.lepton.spi.CloudBackends;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.container.ContainerBackend;
import io.lepton.testkit.runtime.ContainerBackendContract;
import io.lepton.testkit.runtime.TestService;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract of container backends, on this machine, with an image that the step built. */
class ImageRunsTest extends ContainerBackendContract {
  private Path home = Path.of("");
  private String image = "";

  @BeforeEach
  void image(@TempDir Path folder) throws IOException {
    home = folder.resolve("home");
    ImageFixture fixture = new ImageFixture(folder.resolve("files"));
    Path jar = folder.resolve("lepton-test-service.jar");
    String name = TestService.class.getName().replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        InputStream code = TestService.class.getResourceAsStream("/" + name)) {
      out.putNextEntry(new JarEntry(name));
      assertThat(code).isNotNull().satisfies(in -> in.transferTo(out));
    }
    image =
        fixture
            .step
            .run(
                fixture
                    .request("file:image.oci.tar")
                    .classPath(List.of(jar))
                    .mainClass(TestService.class.getName())
                    .jvmFlags("-XX:TieredStopAtLevel=1", "-Xmx32m")
                    .build())
            .reference();
  }

  @Override
  protected ContainerBackend open() {
    CloudBackends backends = new LocalProvider().open(new ProviderConfig(Map.of(), home));
    return backends.containers().orElseThrow();
  }

  @Override
  protected String image() {
    return image;
  }

  @Override
  protected String missingImage() {
    return "file:" + home.resolve("missing.tar");
  }
}
