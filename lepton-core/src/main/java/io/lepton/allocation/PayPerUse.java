package io.lepton.allocation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The pay-per-use model: {@code min sum p_i x_i} such that {@code 0 <= x_i <= c_i b_i} with {@code
 * b_i} 0 or 1, and {@code sum x_i = d}. Serving from the cheapest first is exact, because a used
 * provider costs nothing beside its use. Thread safe.
 */
public final class PayPerUse {

  private PayPerUse() {}

  /**
   * A provider.
   *
   * @param price of a unit
   * @param capacity most units
   */
  public record Provider(double price, double capacity) {
    public Provider {
      Checks.amount("price", price);
      Checks.amount("capacity", capacity);
    }
  }

  /**
   * An answer.
   *
   * @param units from each provider
   * @param used whether a provider is used
   * @param cost what it costs
   */
  public record Split(List<Double> units, List<Boolean> used, double cost) {
    public Split {
      units = List.copyOf(units);
      used = List.copyOf(used);
    }
  }

  /** The cheapest split of a demand; empty when all capacity together is too little. */
  public static Optional<Split> split(List<Provider> providers, double demand) {
    Checks.amount("demand", demand);
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < providers.size(); i++) {
      order.add(i);
    }
    order.sort(Comparator.comparingDouble(i -> providers.get(i).price()));
    double[] units = new double[providers.size()];
    double left = demand;
    double cost = 0;
    for (int i : order) {
      units[i] = Math.min(left, providers.get(i).capacity());
      left -= units[i];
      cost += units[i] * providers.get(i).price();
    }
    if (left > 0) {
      return Optional.empty();
    }
    List<Double> amounts = new ArrayList<>();
    List<Boolean> used = new ArrayList<>();
    for (double amount : units) {
      amounts.add(amount);
      used.add(amount > 0);
    }
    return Optional.of(new Split(amounts, used, cost));
  }
}
