package io.lepton.schedule;

import io.lepton.catalog.EgressTariff;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which tariff data pays between which sites. Few tariffs and few sets of sites make up a large
 * table: data pays the same to every other cloud, and the same to a whole continent. Immutable.
 */
final class Flows {
  /** Index of the tariff inside a site, which no two sites share. */
  static final int AT_HOME = 0;

  private final List<Optional<EgressTariff>> tariffs;
  private final short[][] table;
  private final Groups away;
  private final Groups into;

  private Flows(List<Optional<EgressTariff>> tariffs, short[][] table) {
    this.tariffs = List.copyOf(tariffs);
    this.table = table;
    short[][] transposed = new short[table.length][table.length];
    for (int r = 0; r < table.length; r++) {
      for (int s = 0; s < table.length; s++) {
        transposed[s][r] = table[r][s];
      }
    }
    away = new Groups(table);
    into = new Groups(transposed);
  }

  /** The flows between places, each a cloud and a region. */
  static Flows between(ScheduleProblem problem, List<List<String>> places) {
    Map<Optional<EgressTariff>, Short> indexes = new HashMap<>();
    List<Optional<EgressTariff>> tariffs = new ArrayList<>();
    tariffs.add(Optional.of(EgressTariff.FREE));
    short[][] table = new short[places.size()][places.size()];
    for (int r = 0; r < table.length; r++) {
      String cloud = places.get(r).get(0);
      String region = places.get(r).get(1);
      // Another cloud is reached over the internet, whichever it is.
      Optional<EgressTariff> internet = problem.egress().toInternet(cloud, region);
      for (int s = 0; s < table.length; s++) {
        if (r == s) {
          continue;
        }
        Optional<EgressTariff> tariff =
            cloud.equals(places.get(s).get(0))
                ? problem.egress().tariff(cloud, region, cloud, places.get(s).get(1))
                : internet;
        Short index = indexes.get(tariff);
        if (index == null) {
          index = (short) tariffs.size();
          indexes.put(tariff, index);
          tariffs.add(tariff);
        }
        table[r][s] = index;
      }
    }
    return new Flows(tariffs, table);
  }

  /** The tariffs by index; empty where the price is unknown. */
  List<Optional<EgressTariff>> tariffs() {
    return tariffs;
  }

  int tariff(int fromSite, int toSite) {
    return table[fromSite][toSite];
  }

  /** Sites that data goes to, by what it pays. */
  Groups away() {
    return away;
  }

  /** Sites that data comes from, by what it pays. */
  Groups into() {
    return into;
  }

  /**
   * Each group is a tariff and the other sites that it holds for. A site has few groups, and many
   * sites share them; a group may name the site itself, where staying costs less anyway.
   */
  static final class Groups {
    private final int[][] ofSite;
    private final int[][] others;
    private final int[] tariff;

    private Groups(short[][] table) {
      ofSite = new int[table.length][];
      List<Map<Short, BitSet>> byTariff = new ArrayList<>();
      Map<List<Object>, Integer> uses = new HashMap<>();
      for (int r = 0; r < table.length; r++) {
        Map<Short, BitSet> sets = new LinkedHashMap<>();
        for (int s = 0; s < table.length; s++) {
          if (s != r) {
            sets.computeIfAbsent(table[r][s], key -> new BitSet()).set(s);
          }
        }
        byTariff.add(sets);
        int self = r;
        sets.forEach(
            (paid, sites) -> {
              uses.merge(List.of(paid, sites), 1, Integer::sum);
              uses.merge(List.of(paid, with(sites, self)), 1, Integer::sum);
            });
      }
      Map<List<Object>, Integer> indexes = new HashMap<>();
      List<int[]> sites = new ArrayList<>();
      List<Integer> paid = new ArrayList<>();
      for (int r = 0; r < ofSite.length; r++) {
        int self = r;
        ofSite[r] =
            byTariff.get(r).entrySet().stream()
                .mapToInt(
                    entry -> {
                      // With the site itself or without, whichever more sites have in common.
                      BitSet wider = with(entry.getValue(), self);
                      int alone = uses.getOrDefault(List.of(entry.getKey(), entry.getValue()), 0);
                      int shared = uses.getOrDefault(List.of(entry.getKey(), wider), 0);
                      BitSet set = shared > alone ? wider : entry.getValue();
                      return indexes.computeIfAbsent(
                          List.of(entry.getKey(), set),
                          key -> {
                            sites.add(set.stream().toArray());
                            paid.add((int) entry.getKey());
                            return indexes.size();
                          });
                    })
                .toArray();
      }
      others = sites.toArray(int[][]::new);
      tariff = paid.stream().mapToInt(Integer::intValue).toArray();
    }

    private static BitSet with(BitSet sites, int one) {
      BitSet wider = (BitSet) sites.clone();
      wider.set(one);
      return wider;
    }

    int size() {
      return others.length;
    }

    /** The groups of a site. */
    int[] of(int site) {
      return ofSite[site];
    }

    /** The sites of a group. */
    int[] others(int group) {
      return others[group];
    }

    int tariff(int group) {
      return tariff[group];
    }
  }
}
