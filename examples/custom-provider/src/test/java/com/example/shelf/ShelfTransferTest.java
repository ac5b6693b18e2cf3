package com.example.shelf;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.Lepton;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.PutRequest;
import io.lepton.testkit.memory.MemoryProvider;
import io.lepton.transfer.Transfer;
import io.lepton.transfer.TransferResult;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lepton moves objects onto a shelf and finds them equal there the second time. */
class ShelfTransferTest {

  @Test
  void objectsMoveBetweenAShelfAndAnotherCloud(@TempDir Path folder) {
    MemoryProvider cloud = new MemoryProvider();
    for (int i = 0; i < 20; i++) {
      cloud.store("mem://lake").put(PutRequest.of("data/" + i, ObjectContent.of("row " + i)));
    }
    ProviderConfig config = new ProviderConfig(Map.of(), folder);
    try (Lepton lepton = Lepton.of(config, cloud, new ShelfProvider())) {
      Transfer transfer =
          Transfer.from("mem://lake/data/").to("shelf://archive/data/").state(folder).build();
      TransferResult first = lepton.transfer(transfer);
      assertThat(first.failures()).isEmpty();
      assertThat(first.copied()).isEqualTo(20);
      assertThat(lepton.transfer(transfer).copied()).isZero();
    }
  }
}
