package io.lepton.balance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Shares scarce capacity max-min fairly: nobody's share can grow without making smaller the share
 * of somebody who has no more of its weight (Bertsekas and Gallager, Data Networks, 6.5.2, by
 * progressive filling). No share exceeds its demand.
 */
public final class FairShares {

  private FairShares() {}

  /**
   * Somebody who wants capacity.
   *
   * @param name unique
   * @param demand how much is wanted
   * @param weight importance: a share of twice the weight grows twice as fast
   * @param pools the pools that serve it, each with its whole share: a request passes all of them
   */
  public record Claim(String name, double demand, double weight, Set<String> pools) {
    public Claim {
      if (!(demand >= 0) || Double.isInfinite(demand) || !(weight > 0)) {
        throw new IllegalArgumentException(
            "claim " + name + " needs a demand from 0 and a weight above 0");
      }
      pools = Set.copyOf(pools);
    }
  }

  /** Shares of one pool. */
  public static Map<String, Double> of(double capacity, List<Claim> claims) {
    return of(
        Map.of("capacity", capacity),
        claims.stream()
            .map(
                claim ->
                    new Claim(claim.name(), claim.demand(), claim.weight(), Set.of("capacity")))
            .toList());
  }

  /**
   * Shares by claim name. All shares grow together by their weights; a claim stops when its demand
   * is met or one of its pools is used up.
   *
   * @throws IllegalArgumentException when a claim names an unknown pool or two have one name
   */
  public static Map<String, Double> of(Map<String, Double> capacities, List<Claim> claims) {
    Map<String, Double> shares = new LinkedHashMap<>();
    Map<String, Double> left = new LinkedHashMap<>(capacities);
    for (Claim claim : claims) {
      for (String pool : claim.pools()) {
        if (!left.containsKey(pool)) {
          throw new IllegalArgumentException(
              "claim " + claim.name() + " names the pool " + pool + ", which has no capacity");
        }
      }
      if (shares.put(claim.name(), 0.0) != null) {
        throw new IllegalArgumentException("claim " + claim.name() + " stands twice");
      }
    }
    List<Claim> growing = new ArrayList<>(claims);
    growing.removeIf(claim -> claim.demand() == 0);
    double level = 0;
    while (!growing.isEmpty()) {
      Map<String, Double> rates = new LinkedHashMap<>();
      growing.forEach(
          claim -> claim.pools().forEach(pool -> rates.merge(pool, claim.weight(), Double::sum)));
      double step = Double.POSITIVE_INFINITY;
      for (Map.Entry<String, Double> rate : rates.entrySet()) {
        step = Math.min(step, left.getOrDefault(rate.getKey(), 0.0) / rate.getValue());
      }
      for (Claim claim : growing) {
        step = Math.min(step, claim.demand() / claim.weight() - level);
      }
      double reached = level + step;
      List<Claim> done = new ArrayList<>();
      for (Claim claim : growing) {
        boolean met = claim.demand() / claim.weight() <= reached;
        shares.put(claim.name(), met ? claim.demand() : claim.weight() * reached);
        if (met) {
          done.add(claim);
        }
      }
      for (Map.Entry<String, Double> rate : rates.entrySet()) {
        double before = left.getOrDefault(rate.getKey(), 0.0);
        boolean usedUp = before / rate.getValue() <= step;
        left.put(rate.getKey(), usedUp ? 0 : before - step * rate.getValue());
        if (usedUp) {
          growing.stream()
              .filter(claim -> claim.pools().contains(rate.getKey()) && !done.contains(claim))
              .forEach(done::add);
        }
      }
      growing.removeAll(done);
      level = reached;
    }
    return Collections.unmodifiableMap(shares);
  }
}
