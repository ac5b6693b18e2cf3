package io.lepton.testkit.key;

import io.lepton.spi.key.KeyBackend;
import java.util.List;
import java.util.UUID;

/** The contract, in memory. */
class MemoryKeysTest extends KeyBackendContract {
  private final MemoryKeys service = new MemoryKeys("mem-kms");

  @Override
  protected KeyBackend open() {
    return service;
  }

  @Override
  protected String newKey() {
    return service.create(UUID.randomUUID().toString());
  }

  @Override
  protected String missingKey() {
    return "mem-kms://missing";
  }

  @Override
  protected List<String> malformed() {
    return List.of("mem-kms://", "mem-kms://Upper", "mem-kms://a/b", "other://a");
  }

  @Override
  protected void disable(String uri) {
    service.disable(uri);
  }

  @Override
  protected void forbid(String uri) {
    service.forbid(uri);
  }

  @Override
  protected KeyBackend unreachable() {
    service.disconnect();
    return service;
  }

  @Override
  protected long requests() {
    return service.requests();
  }
}
