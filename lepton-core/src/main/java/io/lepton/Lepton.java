package io.lepton;

import io.lepton.event.LeptonEvent;
import io.lepton.migrate.Migration;
import io.lepton.migrate.MigrationPlan;
import io.lepton.migrate.MigrationReport;
import io.lepton.migrate.MigrationStatus;
import io.lepton.migrate.Migrator;
import io.lepton.migrate.UndoReport;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.ProviderConfig;
import io.lepton.transfer.KeyVerdict;
import io.lepton.transfer.ObjectStores;
import io.lepton.transfer.PlannedAction;
import io.lepton.transfer.Transfer;
import io.lepton.transfer.TransferEngine;
import io.lepton.transfer.TransferEstimate;
import io.lepton.transfer.TransferResult;
import io.lepton.transfer.VerifyRequest;
import io.lepton.transfer.VerifyResult;
import io.lepton.transfer.follow.CutOver;
import io.lepton.transfer.follow.CutOverRecord;
import io.lepton.transfer.follow.Follow;
import io.lepton.tune.TuneInput;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/**
 * Moves AI workloads between clouds. One object serves a whole program: it opens each provider
 * once, at first use, and closes it in the end.
 *
 * <pre>{@code
 * try (Lepton lepton = Lepton.discover()) {
 *   MigrationPlan plan = lepton.plan(Migration.read(Path.of("migration.yaml")));
 *   MigrationReport report = lepton.apply(plan, event -> log.info("{}", event));
 *   if (!report.kept()) {
 *     lepton.rollback(report.migration());
 *   }
 * }
 * }</pre>
 *
 * <p>Thread safe. Every method throws {@link io.lepton.config.InputException} when what it was
 * given is wrong (nothing was written then) and {@link io.lepton.spi.CloudException} when a cloud
 * refuses.
 */
public final class Lepton implements AutoCloseable {
  /** System property that names the folder of the jars that serving images run. */
  public static final String SERVING_LIBRARIES = "lepton.serving.lib";

  private final List<CloudProvider> providers;
  private final ObjectStores stores;
  private final Migrator migrator;

  private Lepton(List<CloudProvider> providers, ProviderConfig config) {
    this.providers = List.copyOf(providers);
    this.stores = new ObjectStores(providers, config);
    this.migrator =
        new Migrator(
            this.providers, stores, Path.of(System.getProperty(SERVING_LIBRARIES, "serving-lib")));
  }

  /** With the providers on the class path, configured from the environment. */
  public static Lepton discover() {
    return new Lepton(
        StreamSupport.stream(ServiceLoader.load(CloudProvider.class).spliterator(), false).toList(),
        ProviderConfig.fromEnvironment());
  }

  /** With these providers only, configured from the environment. */
  public static Lepton of(CloudProvider... providers) {
    return of(ProviderConfig.fromEnvironment(), providers);
  }

  /** With these providers only, configured so. */
  public static Lepton of(ProviderConfig config, CloudProvider... providers) {
    return new Lepton(List.of(providers), config);
  }

  /** The providers at hand. */
  public List<CloudProvider> providers() {
    return providers;
  }

  /** What a transfer would do; writes nothing. See {@link TransferEngine#estimate}. */
  public TransferEstimate estimate(Transfer transfer, Consumer<PlannedAction> actions) {
    return new TransferEngine(stores).estimate(transfer, actions);
  }

  /** Runs or continues a transfer. See {@link TransferEngine#run}. */
  public TransferResult transfer(Transfer transfer) {
    return transfer(transfer, event -> {});
  }

  /** The same, telling what happens. */
  public TransferResult transfer(Transfer transfer, Consumer<LeptonEvent> events) {
    return new TransferEngine(stores).run(transfer, events);
  }

  /** Follows a place that is in use and cuts over, or continues to. See {@link CutOver#run}. */
  public CutOverRecord follow(Follow follow, Consumer<LeptonEvent> events)
      throws InterruptedException {
    return new CutOver(stores, follow, events, record -> {}).run();
  }

  /** Leads a cut-over back. See {@link CutOver#rollBack}. */
  public CutOverRecord rollBack(Follow follow, Consumer<LeptonEvent> events) {
    return new CutOver(stores, follow, events, record -> {}).rollBack();
  }

  /** Where the cut-over of {@code transfer} stands; empty when there is none. */
  public Optional<CutOverRecord> cutOver(Transfer transfer) {
    return CutOver.status(stores, transfer);
  }

  /** Proves two places equal. See {@link TransferEngine#verify}. */
  public VerifyResult verify(VerifyRequest request) {
    return verify(request, verdict -> {}, event -> {});
  }

  /** The same, telling each key's verdict and what happens. */
  public VerifyResult verify(
      VerifyRequest request, Consumer<KeyVerdict> verdicts, Consumer<LeptonEvent> events) {
    return new TransferEngine(stores).verify(request, verdicts, events);
  }

  /** What {@link #apply} would do now; reads only. See {@link Migrator#plan}. */
  public MigrationPlan plan(Migration migration) {
    return migrator.plan(migration);
  }

  /** Carries a migration out, or continues it. See {@link Migrator#apply}. */
  public MigrationReport apply(MigrationPlan plan, Consumer<LeptonEvent> events)
      throws InterruptedException {
    return migrator.apply(plan, events);
  }

  /** Carries out the model step alone. See {@link Migrator#tune}. */
  public MigrationReport tune(
      Migration migration, TuneInput.Comparison comparison, Consumer<LeptonEvent> events)
      throws InterruptedException {
    return migrator.tune(migration, comparison, events);
  }

  /** Carries out the image step alone. See {@link Migrator#image}. */
  public MigrationReport image(Migration migration, Consumer<LeptonEvent> events)
      throws InterruptedException {
    return migrator.image(migration, events);
  }

  /** Goes back to the world before a migration. See {@link Migrator#rollback}. */
  public UndoReport rollback(Migration migration, Consumer<LeptonEvent> events)
      throws InterruptedException {
    return migrator.rollback(migration, events);
  }

  /** Removes what a migration created at the target. See {@link Migrator#destroy}. */
  public UndoReport destroy(Migration migration, Consumer<LeptonEvent> events)
      throws InterruptedException {
    return migrator.destroy(migration, events);
  }

  /** How far a migration is. See {@link Migrator#status}. */
  public MigrationStatus status(Migration migration) {
    return migrator.status(migration);
  }

  @Override
  public void close() {
    migrator.close();
    stores.close();
  }
}
