package io.lepton.testkit.runtime;

import io.lepton.spi.container.ContainerBackend;
import org.junit.jupiter.api.AfterEach;

/** The contract, in memory. */
class MemoryContainersTest extends ContainerBackendContract {
  private final MemoryContainerBackend backend = new MemoryContainerBackend();

  MemoryContainersTest() {
    backend.image("memory:test-service", TestService::start);
  }

  @AfterEach
  void close() {
    backend.close();
  }

  @Override
  protected ContainerBackend open() {
    return backend;
  }

  @Override
  protected String image() {
    return "memory:test-service";
  }

  @Override
  protected String missingImage() {
    return "memory:missing";
  }
}
