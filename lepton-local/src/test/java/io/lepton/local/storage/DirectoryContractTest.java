package io.lepton.local.storage;

import io.lepton.local.LocalProvider;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.Place;
import io.lepton.testkit.storage.ObjectStoreContract;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class DirectoryContractTest extends ObjectStoreContract {
  private Path folder = Path.of("");

  @BeforeEach
  void useFolder(@TempDir Path fresh) {
    folder = fresh;
  }

  @Override
  protected CloudProvider provider() {
    return new LocalProvider();
  }

  @Override
  protected Place emptyPlace() {
    return Place.file(folder.resolve(UUID.randomUUID().toString()));
  }
}
