package io.lepton.migrate;

import io.lepton.event.LeptonEvent;
import io.lepton.event.Sizes;
import io.lepton.spi.Place;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.transfer.KeyVerdict;
import io.lepton.transfer.ObjectStores;
import io.lepton.transfer.Transfer;
import io.lepton.transfer.TransferEngine;
import io.lepton.transfer.TransferEstimate;
import io.lepton.transfer.TransferFailure;
import io.lepton.transfer.TransferResult;
import io.lepton.transfer.VerifyRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Moves objects from one place to another and proves that they arrived. */
final class TransferStage implements Stage<TransferStage.Moved> {
  private final String id;
  private final String title;
  private final DataMove move;
  private final ObjectStores stores;
  private final Path folder;
  private final Optional<Stage<?>> madeBy;

  TransferStage(String id, String title, DataMove move, ObjectStores stores, Path folder) {
    this(id, title, move, stores, folder, Optional.empty());
  }

  /**
   * A transfer of what an earlier stage makes.
   *
   * @param madeBy that stage; before it has run there is nothing to look at
   */
  TransferStage(
      String id,
      String title,
      DataMove move,
      ObjectStores stores,
      Path folder,
      Optional<Stage<?>> madeBy) {
    this.id = id;
    this.title = title;
    this.move = move;
    this.stores = stores;
    this.folder = folder;
    this.madeBy = madeBy;
  }

  /**
   * What was moved.
   *
   * @param from the source
   * @param to the target
   * @param result what the transfer did when it last ran
   * @param targetDigest of the target's listing after it
   */
  record Moved(Place from, Place to, TransferResult result, String targetDigest) {}

  private record Inputs(DataMove move, String sourceDigest) {}

  @Override
  public String id() {
    return id;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public Class<Moved> resultType() {
    return Moved.class;
  }

  @Override
  public Object inputs(Results earlier) {
    return new Inputs(move, PlaceDigest.of(stores, move.from()));
  }

  @Override
  public Optional<String> drift(Moved moved) {
    return PlaceDigest.of(stores, move.to()).equals(moved.targetDigest())
        ? Optional.empty()
        : Optional.of("objects at the target have changed");
  }

  @Override
  public List<String> explain(Results earlier) {
    if (madeBy.isPresent() && earlier.find(madeBy.get()).isEmpty()) {
      return List.of("to   " + move.to());
    }
    TransferEstimate estimate = new TransferEngine(stores).estimate(transfer());
    List<String> lines = new ArrayList<>();
    lines.add("from " + move.from());
    lines.add("to   " + move.to());
    lines.add(
        "%,d of %,d objects to copy (%s of %s), %,d to compare, about %,d requests"
            .formatted(
                estimate.objectsToCopy(),
                estimate.sourceObjects(),
                Sizes.text(estimate.bytesToCopy()),
                Sizes.text(estimate.sourceBytes()),
                estimate.objectsToCompare(),
                estimate.requests()));
    if (estimate.objectsToDelete() > 0) {
      lines.add(
          Sizes.count(estimate.objectsToDelete(), "object", "objects")
              + " to delete at the target");
    }
    return lines;
  }

  private Transfer transfer() {
    Transfer.Builder transfer =
        Transfer.from(move.from())
            .to(move.to())
            .step(id)
            .strategy(move.strategy())
            .filter(move.filter())
            .state(folder.resolve("journal"));
    move.mirror().ifPresent(transfer::mirror);
    return transfer.build();
  }

  @Override
  public Moved run(Results earlier, Consumer<LeptonEvent> events) {
    keysBefore().remember(stores, move.to());
    TransferResult result = new TransferEngine(stores).run(transfer(), events);
    if (result.failed() > 0) {
      throw new StepFailedException(
          "%d of %d objects were not moved from %s to %s: %s; mend the cause and run again"
              .formatted(
                  result.failed(),
                  result.failed() + result.copied() + result.skipped(),
                  move.from(),
                  move.to(),
                  TransferFailure.lines(result.failures()).stream()
                      .limit(3)
                      .collect(Collectors.joining("; "))));
    }
    return new Moved(move.from(), move.to(), result, PlaceDigest.of(stores, move.to()));
  }

  private KeysBefore keysBefore() {
    return new KeysBefore(folder.resolve("before.jsonl"));
  }

  /** Deletes the objects that were not there before and are equal to the source's. */
  @Override
  public List<String> undo(Undo undo, Consumer<LeptonEvent> events) {
    Optional<Set<String>> before = keysBefore().recall();
    if (before.isEmpty()) {
      return List.of();
    }
    Set<String> ours = new HashSet<>();
    Set<String> others = new HashSet<>();
    Set<String> replaced = new HashSet<>();
    new TransferEngine(stores)
        .compare(
            VerifyRequest.of(move.from(), move.to()).filter(move.filter()),
            verdict -> sort(verdict, before.get(), ours, others, replaced),
            events);
    List<String> left = new ArrayList<>();
    try (ObjectStore store = stores.open(move.to())) {
      store
          .delete(ours)
          .forEach(
              failure ->
                  left.add(
                      move.to()
                          + failure.key()
                          + " could not be deleted: "
                          + failure.error().getMessage()));
      store.sync();
    }
    others.stream()
        .sorted()
        .forEach(
            key -> left.add(move.to() + key + " is not what this migration wrote; it was left"));
    replaced.stream()
        .sorted()
        .forEach(key -> left.add(move.to() + key + " was there before; it keeps its content"));
    return left;
  }

  private static void sort(
      KeyVerdict verdict,
      Set<String> before,
      Set<String> ours,
      Set<String> others,
      Set<String> replaced) {
    if (before.contains(verdict.key())) {
      if (verdict.mark() == KeyVerdict.Mark.EQUAL) {
        replaced.add(verdict.key());
      }
      return;
    }
    switch (verdict.mark()) {
      case EQUAL -> ours.add(verdict.key());
      case EXTRA, DIFFER, ERROR -> others.add(verdict.key());
      case MISSING -> {
        // not at the target: nothing to take back
      }
    }
  }
}
