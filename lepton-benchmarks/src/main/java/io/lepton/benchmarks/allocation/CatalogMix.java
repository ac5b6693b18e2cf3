package io.lepton.benchmarks.allocation;

import io.lepton.allocation.AllocationProblem;
import io.lepton.allocation.FailureDomain;
import io.lepton.allocation.Quota;
import io.lepton.allocation.QuotaResource;
import io.lepton.allocation.Workload;
import io.lepton.catalog.Catalog;
import io.lepton.catalog.CatalogAudit;
import io.lepton.spi.price.Offer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Seeded mixes of workload classes on offers drawn from real catalogs. */
public final class CatalogMix {
  private static final double[] VCPUS = {0.25, 0.5, 1, 1.5, 2, 3, 4, 6, 8, 12, 16};

  private CatalogMix() {}

  /**
   * The offers of the catalogs in a folder: {@code aws.csv}, {@code azure.csv}, {@code gcp.csv}.
   */
  public static List<Offer> catalog(Path folder) {
    return new ArrayList<>(
        CatalogAudit.of(
                Catalog.read(
                    List.of(
                        folder.resolve("aws.csv"),
                        folder.resolve("azure.csv"),
                        folder.resolve("gcp.csv"))))
            .trusted()
            .offers());
  }

  /**
   * A problem.
   *
   * @param replicas over all classes, shared out at random
   * @param spread how many clouds each class is spread over, 1 for none
   */
  public static AllocationProblem problem(
      List<Offer> catalog, int classes, int replicas, int offers, int spread, long seed) {
    Random random = new Random(seed);
    List<Offer> drawn = new ArrayList<>(catalog);
    Collections.shuffle(drawn, random);
    AllocationProblem.Builder builder =
        AllocationProblem.builder().offers(drawn.subList(0, Math.min(offers, drawn.size())));
    double[] weights = random.doubles(classes, 0.2, 1).toArray();
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    for (int j = 0; j < classes; j++) {
      double vcpus = VCPUS[random.nextInt(VCPUS.length)];
      double memory = Math.max(0.25, Math.round(vcpus * (1 + 7 * random.nextDouble()) * 4) / 4.0);
      long count = Math.max(1, Math.round(replicas * weights[j] / sum));
      Workload.Builder workload = Workload.replicas("w" + j, count).demand(vcpus, memory);
      if (spread > 1) {
        workload.spread(FailureDomain.CLOUD, spread);
      }
      builder.workload(workload.build());
    }
    List<Offer> chosen = builder.build().offers();
    for (int q = 0; q < 5; q++) {
      Offer like = chosen.get(random.nextInt(chosen.size()));
      builder.quota(
          Quota.of(like.cloud(), like.region(), QuotaResource.VCPUS, 64 + random.nextInt(2000)));
    }
    return builder.build();
  }
}
