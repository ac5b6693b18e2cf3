package io.lepton.migrate;

import io.lepton.config.InputException;
import io.lepton.event.LeptonEvent;
import io.lepton.spi.Place;
import io.lepton.spi.storage.ObjectReader;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.ReadRequest;
import io.lepton.transfer.Mirror;
import io.lepton.transfer.ObjectStores;
import io.lepton.transfer.Transfer;
import io.lepton.transfer.TransferEngine;
import io.lepton.transfer.TransferResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;

/**
 * Brings what a URI names to this machine, because training and image building read files. A {@code
 * file:} place is read where it is.
 */
final class Fetch {
  private final ObjectStores stores;
  private final String step;
  private final Consumer<LeptonEvent> events;

  Fetch(ObjectStores stores, String step, Consumer<LeptonEvent> events) {
    this.stores = stores;
    this.step = step;
    this.events = events;
  }

  /**
   * The file or folder that holds what {@code place} names: the objects below it, or the one object
   * of that very name. Run again it fetches only what has changed.
   *
   * @param folder where to put it when it has to be fetched
   */
  Path bring(Place place, Path folder) {
    if (place.scheme().equals("file")) {
      Path path = place.toPath();
      if (!Files.exists(path)) {
        throw new InputException(place + ": there is no such file or folder");
      }
      return path;
    }
    if (NamedObject.find(stores, place).isPresent()) {
      return one(NamedObject.of(place).orElseThrow(), folder);
    }
    copy(Transfer.from(place).mirror(Mirror.maxDelete(Long.MAX_VALUE)), folder);
    return folder;
  }

  private void copy(Transfer.Builder transfer, Path folder) {
    TransferResult result =
        new TransferEngine(stores)
            .run(
                transfer
                    .to(Place.file(folder))
                    .step(step)
                    .state(folder.resolveSibling(folder.getFileName() + ".journal"))
                    .build(),
                events);
    if (result.failed() > 0) {
      throw new StepFailedException(
          "fetching to %s failed: %s".formatted(folder, result.failures().get(0)));
    }
  }

  private Path one(NamedObject object, Path folder) {
    Path file = folder.resolve(object.key());
    Path unfinished = folder.resolve(object.key() + ".part");
    try (ObjectStore store = stores.open(object.parent());
        ObjectReader reader = store.read(ReadRequest.of(object.key()));
        InputStream content = reader.stream()) {
      Files.createDirectories(folder);
      Files.copy(content, unfinished, StandardCopyOption.REPLACE_EXISTING);
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      return file;
    } catch (IOException e) {
      throw new StepFailedException(
          object.parent() + object.key() + " cannot be fetched to " + file + ": " + e.getMessage(),
          e);
    }
  }
}
