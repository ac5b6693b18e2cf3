package io.lepton.migrate;

import io.lepton.deploy.Measures;
import io.lepton.deploy.SampleRequest;
import io.lepton.event.LeptonEvent;
import io.lepton.spi.Place;
import io.lepton.transfer.ObjectStores;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** A model that was moved as it is. */
final class MovedModel implements ServedModel {
  private final TransferStage copy;
  private final Place place;
  private final ObjectStores stores;
  private final StateFolder state;

  MovedModel(TransferStage copy, Place place, ObjectStores stores, StateFolder state) {
    this.copy = copy;
    this.place = place;
    this.stores = stores;
    this.state = state;
  }

  @Override
  public String digest(Results earlier) {
    return earlier.of(copy).targetDigest();
  }

  @Override
  public Path folder(Results earlier, Consumer<LeptonEvent> events) {
    return new Fetch(stores, "image", events).bring(place, state.step("image").resolve("model"));
  }

  @Override
  public Measures measures(Results earlier) {
    return Measures.none();
  }

  @Override
  public List<SampleRequest> samples(Results earlier) {
    return List.of();
  }
}
