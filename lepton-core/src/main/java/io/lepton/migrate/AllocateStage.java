package io.lepton.migrate;

import com.google.common.hash.Hashing;
import com.google.common.io.Files;
import io.lepton.allocation.Allocation;
import io.lepton.allocation.AllocationProblem;
import io.lepton.allocation.AllocationSolver;
import io.lepton.allocation.InstanceGroup;
import io.lepton.allocation.Purchase;
import io.lepton.allocation.Share;
import io.lepton.allocation.Workload;
import io.lepton.catalog.Catalog;
import io.lepton.catalog.CatalogAudit;
import io.lepton.config.InputException;
import io.lepton.deploy.DeploySpec;
import io.lepton.event.LeptonEvent;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Chooses the machines of the service: the cheapest offers of the catalog that hold its replicas.
 * It books nothing; a service without a possible machine stops the migration before it begins.
 */
final class AllocateStage implements Stage<AllocateStage.Machines> {
  private static final BigDecimal HOURS_A_MONTH = BigDecimal.valueOf(730);

  private final AllocateSpec spec;
  private final DeploySpec service;

  AllocateStage(AllocateSpec spec, DeploySpec service) {
    this.spec = spec;
    this.service = service;
  }

  /**
   * The choice.
   *
   * @param allocation the solver's answer as JSON, as {@code lepton allocate --json} prints it
   * @param lines the same for people
   */
  record Machines(String allocation, List<String> lines) {
    Machines {
      lines = List.copyOf(lines);
    }
  }

  private record Inputs(AllocateSpec spec, String catalogDigest, DeploySpec service) {}

  @Override
  public String id() {
    return "allocate";
  }

  @Override
  public String title() {
    return "choose the machines";
  }

  @Override
  public Class<Machines> resultType() {
    return Machines.class;
  }

  @Override
  public Object inputs(Results earlier) {
    try {
      return new Inputs(
          spec,
          Files.asByteSource(spec.catalog().toFile()).hash(Hashing.sha256()).toString(),
          service);
    } catch (IOException e) {
      throw new InputException(
          "allocate.catalog " + spec.catalog() + " cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public List<String> explain(Results earlier) {
    return choose().lines();
  }

  @Override
  public Machines run(Results earlier, Consumer<LeptonEvent> events) {
    return choose();
  }

  @Override
  public List<String> undo(Undo undo, Consumer<LeptonEvent> events) {
    return List.of();
  }

  /** Solving reads the catalog and writes nothing. */
  private Machines choose() {
    Catalog offers = CatalogAudit.of(Catalog.read(spec.catalog())).trusted();
    for (String cloud : spec.clouds()) {
      if (offers.offers().stream().noneMatch(offer -> offer.cloud().equals(cloud))) {
        throw new InputException(
            "allocate.clouds names %s, of which %s has no offer".formatted(cloud, spec.catalog()));
      }
    }
    Allocation answer =
        AllocationSolver.create()
            .solve(
                AllocationProblem.builder()
                    .offers(offers.offers())
                    .workload(
                        Workload.replicas(service.service(), service.replicas())
                            .demand(service.demand().vcpus(), service.demand().memoryGib())
                            .clouds(spec.clouds().toArray(String[]::new))
                            .build())
                    .objective(spec.objective())
                    .build());
    if (!answer.feasible()) {
      throw new InputException(
          "allocate: no machines of %s can hold service %s: %s"
              .formatted(spec.catalog(), service.service(), String.join("; ", answer.why())));
    }
    List<String> lines = new ArrayList<>();
    answer.instances().forEach(group -> lines.add(words(group)));
    lines.add(
        "$%s an hour, about $%s a month; %s"
            .formatted(
                answer.costPerHour().stripTrailingZeros().toPlainString(),
                answer.costPerHour().multiply(HOURS_A_MONTH).setScale(0, RoundingMode.HALF_UP),
                answer.gap() == 0
                    ? "proven to be the best of the catalog"
                    : "no choice is below $%s".formatted(answer.lowerBound().toPlainString())));
    return new Machines(answer.toJson(), lines);
  }

  private static String words(InstanceGroup group) {
    return "%d x %s in %s %s%s, %d replicas each"
        .formatted(
            group.count(),
            group.instanceType(),
            group.cloud(),
            group.zone().isEmpty() ? group.region() : group.zone(),
            group.purchase() == Purchase.SPOT ? ", spot" : "",
            group.places().stream().mapToLong(Share::replicas).sum());
  }
}
