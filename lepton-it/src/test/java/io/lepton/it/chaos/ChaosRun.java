package io.lepton.it.chaos;

import io.lepton.aws.AwsProvider;
import io.lepton.azure.AzureProvider;
import io.lepton.gcp.GcpProvider;
import io.lepton.json.Json;
import io.lepton.local.LocalProvider;
import io.lepton.spi.CloudException;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.ProviderConfig;
import io.lepton.testkit.fault.Fault;
import io.lepton.testkit.fault.FaultPlan;
import io.lepton.testkit.fault.FaultyProvider;
import io.lepton.testkit.fault.StoreOperation;
import io.lepton.transfer.Chunking;
import io.lepton.transfer.KeyReference;
import io.lepton.transfer.Mirror;
import io.lepton.transfer.ObjectStores;
import io.lepton.transfer.Retries;
import io.lepton.transfer.Transfer;
import io.lepton.transfer.TransferEngine;
import io.lepton.transfer.TransferFailure;
import io.lepton.transfer.TransferFilter;
import io.lepton.transfer.TransferResult;
import io.lepton.transfer.follow.CutOver;
import io.lepton.transfer.follow.CutOverHooks;
import io.lepton.transfer.follow.CutOverRecord;
import io.lepton.transfer.follow.Follow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One run of a scenario, in this process or, by {@link #main}, in one that can be killed.
 *
 * @param scenario what to run
 * @param from source
 * @param to target
 * @param state folder of the journal
 * @param keyset file that encrypts, where the scenario says so
 * @param settings of the clouds
 * @param fileFaults seed of the faults of folders; 0 for none
 */
record ChaosRun(
    Scenario scenario,
    Place from,
    Place to,
    Path state,
    Path keyset,
    Map<String, String> settings,
    long fileFaults) {
  private static final int MIB = 1 << 20;

  private static final List<Fault> ANYWHERE =
      List.of(
          Fault.transientError(ErrorKind.RESOURCE_EXHAUSTED),
          Fault.transientError(ErrorKind.TIMED_OUT),
          Fault.permanentError(ErrorKind.UNKNOWN),
          Fault.lostAnswer(),
          Fault.connectionLost(5),
          new Fault.EndEarly(3),
          new Fault.ExpireUpload());

  /** Only on the way to the target: a folder has no digest to tell what is read from it by. */
  private static final List<Fault> WHEN_WRITING = List.of(new Fault.FlipBit(7));

  /**
   * What is missing after a run, and why; nothing is missing when it is empty.
   *
   * @param failures one for each object, or one with an empty key for the run as a whole
   */
  record Outcome(List<TransferFailure> failures) {
    static Outcome failed(String why) {
      return new Outcome(List.of(TransferFailure.of("", ErrorKind.UNKNOWN, why)));
    }

    /** Whether the run ended before it knew what becomes of every key. */
    boolean isOfTheWholeRun() {
      return failures.stream().anyMatch(failure -> failure.key().isEmpty());
    }

    /** Whether a key has a failure of its own. */
    boolean names(String key) {
      return failures.stream().anyMatch(failure -> failure.key().equals(key));
    }
  }

  public static void main(String[] args) {
    ChaosRun run = Json.read(Path.of(args[0]), ChaosRun.class);
    Outcome outcome = run.run();
    System.out.println(outcome);
    System.exit(outcome.failures().isEmpty() ? 0 : 1);
  }

  Outcome run() {
    try (ObjectStores stores = stores()) {
      return scenario.kind() == Scenario.Kind.FOLLOW ? follow(stores) : transfer(stores);
    } catch (CloudException e) {
      return Outcome.failed(e.toString());
    }
  }

  private Outcome transfer(ObjectStores stores) {
    TransferResult result = new TransferEngine(stores).run(transfer(), event -> {});
    return new Outcome(result.failures());
  }

  private Outcome follow(ObjectStores stores) {
    Follow follow =
        Follow.of(transfer(), new NoWriters()).smallPass(5, MIB).pause(Duration.ZERO).mostPasses(5);
    try {
      CutOverRecord record = new CutOver(stores, follow, event -> {}, state -> {}).run();
      return record.done()
          ? new Outcome(List.of())
          : Outcome.failed(record.problem().orElseThrow());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Outcome.failed("interrupted");
    }
  }

  ObjectStores stores() {
    CloudProvider folders = new LocalProvider();
    return new ObjectStores(
        List.of(
            fileFaults == 0 ? folders : FaultyProvider.of(folders, faults()),
            new AwsProvider(),
            new AzureProvider(),
            new GcpProvider()),
        new ProviderConfig(settings, state.resolveSibling("home")));
  }

  private FaultPlan faults() {
    FaultPlan any =
        FaultPlan.seeded(fileFaults, 0.05, EnumSet.allOf(StoreOperation.class), ANYWHERE);
    FaultPlan writing =
        FaultPlan.seeded(
            fileFaults + 1,
            0.03,
            Set.of(StoreOperation.PUT, StoreOperation.PUT_PART),
            WHEN_WRITING);
    return call -> any.decide(call).or(() -> writing.decide(call));
  }

  Transfer transfer() {
    Transfer.Builder transfer =
        Transfer.from(from)
            .to(to)
            .state(state)
            .parallelism(6)
            .retries(new Retries(6, Duration.ofMillis(1), Duration.ofMillis(20)))
            .chunking(new Chunking(MIB, 6 * MIB, 5 * MIB));
    switch (scenario.kind()) {
      case FULL -> transfer.full();
      case INCREMENTAL, FOLLOW -> transfer.incremental();
      case PARTIAL -> transfer.partial(filter());
    }
    if (scenario.mirror()) {
      transfer.mirror(Mirror.standard());
    }
    if (scenario.encrypted()) {
      transfer.encrypt(keys());
    }
    return transfer.build();
  }

  TransferFilter filter() {
    return scenario.kind() == Scenario.Kind.PARTIAL
        ? TransferFilter.everything().exclude("*.tmp")
        : TransferFilter.everything();
  }

  KeyReference keys() {
    return new KeyReference(keyset.toString());
  }

  /** Nobody writes at the source of a scenario that is followed. */
  private static final class NoWriters implements CutOverHooks {
    @Override
    public void fence() {}

    @Override
    public void lift() {}

    @Override
    public void handOver() {}

    @Override
    public void handBack() {}
  }
}
