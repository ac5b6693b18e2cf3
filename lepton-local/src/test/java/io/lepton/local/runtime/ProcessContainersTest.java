package io.lepton.local.runtime;

import io.lepton.spi.ProviderConfig;
import io.lepton.spi.container.ContainerBackend;
import io.lepton.testkit.runtime.ContainerBackendContract;
import io.lepton.testkit.runtime.TestImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
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
}
