package io.lepton.transfer.follow;

import io.lepton.config.InputException;
import io.lepton.event.LeptonEvent;
import io.lepton.event.Sizes;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.transfer.ObjectStores;
import io.lepton.transfer.Transfer;
import io.lepton.transfer.TransferEngine;
import io.lepton.transfer.TransferResult;
import io.lepton.transfer.VerifyRequest;
import io.lepton.transfer.VerifyResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Carries a cut-over from state to state. Each state is on disk before its work begins, so the same
 * call continues after {@code kill -9} in any of them.
 *
 * <p>What it promises: nobody is sent to the target before both sides were proven equal and the
 * source was seen unchanged from the fence until then; nothing at the source is ever changed; and
 * {@link #rollBack} leads back from every state. One run at a time, by one thread.
 */
public final class CutOver {
  /** A fence that leaks more often than this is none. */
  private static final int MOST_LEAKS = 3;

  private static final int NAMED_KEYS = 20;

  private final ObjectStores stores;
  private final TransferEngine engine;
  private final Follow follow;
  private final Consumer<LeptonEvent> events;
  private final Consumer<CutOverRecord> states;

  /**
   * Prepares a cut-over.
   *
   * @param events told what the passes do
   * @param states told every state, after it is on disk
   */
  public CutOver(
      ObjectStores stores,
      Follow follow,
      Consumer<LeptonEvent> events,
      Consumer<CutOverRecord> states) {
    this.stores = stores;
    this.engine = new TransferEngine(stores);
    this.follow = follow;
    this.events = events;
    this.states = states;
  }

  /**
   * Where the cut-over of {@code transfer} stands; empty when there is none.
   *
   * @throws InputException when the one in its state folder is between other places
   */
  public static Optional<CutOverRecord> status(ObjectStores stores, Transfer transfer) {
    return status(new TransferEngine(stores).stateFolder(transfer), transfer);
  }

  private static Optional<CutOverRecord> status(Path folder, Transfer transfer) {
    Optional<CutOverRecord> record = CutOverFile.read(folder);
    record
        .filter(
            other ->
                !other.source().equals(transfer.from().toString())
                    || !other.target().equals(transfer.to().toString()))
        .ifPresent(
            other -> {
              throw new InputException(
                  "%s holds the cut-over from %s to %s; name another folder with --state"
                      .formatted(folder, other.source(), other.target()));
            });
    return record;
  }

  private Optional<CutOverRecord> status() {
    return status(folder(), follow.transfer());
  }

  /**
   * Begins or continues, up to the hand-over or to what stops it, which the record names. A
   * cut-over that was rolled back begins anew; one that is done stays so.
   *
   * @throws InputException when it is running already, the state folder holds another, or its
   *     places cannot be those of a transfer; nothing is written then
   * @throws CloudException when a cloud refuses; CANCELLED when interrupted
   */
  public CutOverRecord run() throws InterruptedException {
    // To hand over takes neither side any more.
    if (begun().filter(r -> r.state() == CutOverState.HANDING_OVER || r.done()).isEmpty()) {
      engine.check(follow.transfer());
    }
    try (CutOverFile file = CutOverFile.open(folder())) {
      CutOverRecord record = begun().orElseGet(this::begin);
      record = enter(file, record.told(Optional.empty(), record.warnings()));
      Standstill standstill = new Standstill(stores, follow.transfer());
      for (int passes = 0; !record.done(); ) {
        CutOverState before = record.state();
        record = enter(file, advance(record));
        if (record.problem().isPresent()) {
          return record;
        }
        if (before == CutOverState.COPYING && record.state() == before) {
          CutOverRecord.Pass last = record.passes().get(record.passes().size() - 1);
          Optional<String> problem = tooLarge(++passes, last, standstill.after(last));
          if (problem.isPresent()) {
            return enter(file, record.told(problem, record.warnings()));
          }
          TimeUnit.NANOSECONDS.sleep(follow.pause().toNanos());
        }
      }
      return record;
    }
  }

  private Optional<CutOverRecord> begun() {
    return status().filter(record -> record.state() != CutOverState.ROLLED_BACK);
  }

  private Optional<String> tooLarge(int passes, CutOverRecord.Pass last, boolean standstill) {
    if (standstill) {
      return Optional.of(
          "the source rests, yet every pass copies the same "
              + Sizes.count(last.copied(), "object", "objects")
              + " again: the target tells other metadata of them than it was sent, so no"
              + " pass will be small; have it keep metadata and content headers, or copy without"
              + " following");
    }
    return passes < follow.mostPasses()
        ? Optional.empty()
        : Optional.of(
            "no pass of "
                + passes
                + " was small; the source changes too quickly: slow its writers down, or take a"
                + " larger pass for small");
  }

  private CutOverRecord begin() {
    Transfer transfer = follow.transfer();
    return CutOverRecord.begin(transfer.from().toString(), transfer.to().toString());
  }

  private CutOverRecord enter(CutOverFile file, CutOverRecord record) {
    file.write(record);
    states.accept(record);
    return record;
  }

  private CutOverRecord advance(CutOverRecord record) throws InterruptedException {
    return switch (record.state()) {
      case COPYING -> copied(record, CutOverState.COPYING);
      case FENCING -> fence(record);
      case LAST_PASS -> copied(record, CutOverState.VERIFYING);
      case VERIFYING -> verified(record);
      case HANDING_OVER -> {
        call("hand-over", follow.hooks()::handOver);
        yield record.at(CutOverState.DONE);
      }
      case DONE, ROLLED_BACK -> record;
      case ROLLING_BACK ->
          problem(record, "it was being rolled back; end that first, then begin anew");
    };
  }

  /** One pass, after which the cut-over stays in COPYING, fences, or goes {@code onwards}. */
  private CutOverRecord copied(CutOverRecord record, CutOverState onwards) {
    TransferResult pass = engine.run(follow.transfer(), events);
    CutOverRecord after = record.passed(pass.copied(), pass.bytes(), pass.seconds());
    after = after.told(Optional.empty(), merged(record.warnings(), pass.warnings()));
    if (pass.failed() > 0) {
      String first = pass.failures().get(0).text();
      return problem(
          after, Sizes.count(pass.failed(), "object", "objects") + " failed, the first " + first);
    }
    if (onwards != CutOverState.COPYING) {
      return after.at(onwards);
    }
    boolean small = pass.copied() <= follow.smallObjects() && pass.bytes() <= follow.smallBytes();
    return small ? after.at(CutOverState.FENCING) : after;
  }

  private CutOverRecord fence(CutOverRecord record) throws InterruptedException {
    call("fence", follow.hooks()::fence);
    String digest = SourceDigest.of(stores, follow.transfer());
    return record.fenced(digest, 0).at(CutOverState.LAST_PASS);
  }

  private CutOverRecord verified(CutOverRecord record) throws InterruptedException {
    VerifyResult proof = verify();
    String digest = SourceDigest.of(stores, follow.transfer());
    if (!record.sourceDigest().equals(Optional.of(digest))) {
      int leaks = record.leaks() + 1;
      CutOverRecord leaked = record.fenced(digest, leaks).at(CutOverState.LAST_PASS);
      return leaks < MOST_LEAKS
          ? leaked
          : problem(
              leaked,
              "the source changed "
                  + leaks
                  + " times although it was fenced; somebody writes on: stop them and run again, or"
                  + " roll back");
    }
    if (!proof.missing().isEmpty() || !proof.differ().isEmpty() || !proof.failures().isEmpty()) {
      return problem(
          record.at(CutOverState.LAST_PASS),
          "the sides differ: "
              + proof.missing().size()
              + " missing, "
              + proof.differ().size()
              + " different, "
              + proof.failures().size()
              + " not compared; run again to copy and compare once more, or roll back");
    }
    List<String> warnings = merged(record.warnings(), proof.warnings());
    if (!proof.extra().isEmpty()) {
      warnings = merged(warnings, List.of("only at the target: " + some(proof.extra())));
    }
    return record.told(Optional.empty(), warnings).at(CutOverState.HANDING_OVER);
  }

  private VerifyResult verify() {
    Transfer transfer = follow.transfer();
    VerifyRequest request =
        VerifyRequest.of(transfer.from(), transfer.to())
            .filter(transfer.filter())
            .parallelism(transfer.parallelism());
    request = transfer.decryptWith().map(request::decryptSource).orElse(request);
    request = transfer.encryptWith().map(request::decryptTarget).orElse(request);
    return engine.compare(request, verdict -> {}, events);
  }

  /**
   * Leads back: writers to the source if they may have been sent to the target, then the fence
   * lifted. Objects stay where they are. What was written at the target since the hand-over is
   * named in the warnings: it is not at the source.
   *
   * @throws InputException when there is no cut-over, or one between other places; nothing is
   *     written then
   */
  public CutOverRecord rollBack() {
    toRollBack();
    try (CutOverFile file = CutOverFile.open(folder())) {
      CutOverRecord record = toRollBack();
      if (record.state() == CutOverState.ROLLED_BACK) {
        return record;
      }
      record = enter(file, record.at(CutOverState.ROLLING_BACK));
      if (record.handedOver()) {
        call("hand-back", follow.hooks()::handBack);
        record = record.told(Optional.empty(), merged(record.warnings(), leftBehind()));
      }
      call("lift", follow.hooks()::lift);
      return enter(file, record.at(CutOverState.ROLLED_BACK));
    }
  }

  private CutOverRecord toRollBack() {
    return status()
        .orElseThrow(() -> new InputException("there is no cut-over to roll back in " + folder()));
  }

  private List<String> leftBehind() {
    VerifyResult proof = verify();
    List<String> keys = new ArrayList<>(proof.extra());
    keys.addAll(proof.differ());
    return keys.isEmpty()
        ? List.of()
        : List.of("written at the target and not at the source: " + some(keys));
  }

  private static String some(List<String> keys) {
    String named = String.join(", ", keys.subList(0, Math.min(NAMED_KEYS, keys.size())));
    return keys.size() > NAMED_KEYS
        ? named + " and " + (keys.size() - NAMED_KEYS) + " more"
        : named;
  }

  private static List<String> merged(List<String> old, List<String> more) {
    List<String> all = new ArrayList<>(old);
    more.stream().filter(text -> !all.contains(text)).forEach(all::add);
    return all;
  }

  private static CutOverRecord problem(CutOverRecord record, String what) {
    return record.told(Optional.of(what), record.warnings());
  }

  private Path folder() {
    return engine.stateFolder(follow.transfer());
  }

  private static void call(String name, Hook hook) {
    try {
      hook.run();
    } catch (RuntimeException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CloudException.of(ErrorKind.CANCELLED)
          .cause(e)
          .message("interrupted during " + name + "; run the same again to continue");
    } catch (Exception e) {
      throw CloudException.of(ErrorKind.UNKNOWN)
          .operation(name)
          .cause(e)
          .message(e.getMessage() + "; mend it and run the same again to continue");
    }
  }

  private interface Hook {
    void run() throws Exception;
  }
}
