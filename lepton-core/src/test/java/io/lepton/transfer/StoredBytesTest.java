package io.lepton.transfer;

import static io.lepton.transfer.TransferWorld.contents;
import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.local.LocalProvider;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.PutRequest;
import io.lepton.testkit.fault.WrappingProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the target holds is judged by its bytes, not by its size and not by a store's success. */
class StoredBytesTest {
  private final Path folder;

  StoredBytesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void theRightSizeIsNotEnoughWhereNeitherSideKnowsADigest() throws IOException {
    Path from = Files.createDirectories(folder.resolve("from"));
    Path to = Files.createDirectories(folder.resolve("to"));
    Files.writeString(from.resolve("k"), "real");
    Files.writeString(to.resolve("k"), "\0\0\0\0");
    Files.writeString(from.resolve("same"), "same");
    Files.writeString(to.resolve("same"), "same");
    try (ObjectStores stores =
        new ObjectStores(
            List.of(new LocalProvider()), new ProviderConfig(Map.of(), folder.resolve("home")))) {
      Transfer transfer =
          Transfer.from(Place.file(from))
              .to(Place.file(to))
              .incremental()
              .state(folder.resolve("state"))
              .build();

      TransferResult result = new TransferEngine(stores).run(transfer, event -> {});

      assertThat(result.copied()).isEqualTo(1);
      assertThat(result.skipped()).isEqualTo(1);
    }
    assertThat(to.resolve("k")).hasContent("real");
  }

  /** A store that takes everything, keeps zeros of the same length and says that all is well. */
  private static final class Forgetful extends WrappingProvider {
    Forgetful(CloudProvider real) {
      super(real);
    }

    @Override
    protected ObjectStore wrap(ObjectStore store) {
      return AnsweredStore.of(
          store,
          (arguments, real) -> {
            Object answer = real.answer();
            return answer instanceof ObjectInfo stored ? zeros(store, stored) : answer;
          });
    }

    private static ObjectInfo zeros(ObjectStore store, ObjectInfo stored) {
      return store.put(
          PutRequest.of(stored.key(), ObjectContent.of(new byte[(int) stored.sizeBytes()])));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {30, 100, 3000})
  void aStoreThatKeptOtherBytesAndSaidNothingIsFoundOutAndTheyGo(int size) {
    try (TransferWorld world = new TransferWorld(folder)) {
      try (ObjectStore source = world.sourceStore()) {
        world.put(source, "k", "x".repeat(size));
      }

      TransferResult result =
          world
              .engine(world.source, new Forgetful(world.target))
              .run(world.transfer().chunking(new Chunking(64, 128, 50)).build(), event -> {});

      assertThat(result.verified()).isFalse();
      assertThat(result.failures())
          .singleElement()
          .satisfies(
              failure -> {
                assertThat(failure.key()).isEqualTo("k");
                assertThat(failure.kind()).isEqualTo(ErrorKind.DATA_CORRUPTED);
              });
      assertThat(contents(world.target)).isEmpty();
      assertThat(contents(world.source)).containsOnlyKeys("k");
    }
  }
}
