package com.example.shelf;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.CloudProvider;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class ShelfDiscoveryTest {

  @Test
  void theProviderIsFoundByItsServicesFile() {
    assertThat(ServiceLoader.load(CloudProvider.class))
        .anyMatch(provider -> provider.schemes().contains("shelf"));
  }
}
