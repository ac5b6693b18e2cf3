package io.lepton.allocation.pattern;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A part of a model whose sites share no limit with those of other parts: given how many units of
 * each class stand there, it is a problem of its own. Where classes are spread over domains, the
 * parts are the domains, and spread is no more than a need for each part.
 *
 * @param model the part; classes keep their numbers, and a class needs there what can count there
 * @param kinds the whole's kinds by the part's
 * @param lots the whole's lots, by class and the part's lot; -1 for a class that has none there
 * @param allowed whether some bin of the part takes a class
 */
@SuppressWarnings("ArrayRecordComponent") // arrays are shared and never changed
record Block(PackingModel model, int[] kinds, int[][] lots, boolean[] allowed) {
  /** More parts than this are not worth their while. */
  private static final int MOST = 4;

  /** The parts of a model, one alone where it does not fall apart; none where they are many. */
  static Block[] of(PackingModel model) {
    int[] part = parts(model);
    int count = Arrays.stream(part).max().orElse(0) + 1;
    if (count > MOST) {
      return new Block[0];
    }
    return IntStream.range(0, count).mapToObj(p -> of(model, part, p)).toArray(Block[]::new);
  }

  /** The part of each site, from 0. */
  private static int[] parts(PackingModel model) {
    int sites = model.rate().length;
    int[] leader = IntStream.range(0, sites).toArray();
    for (int a = 0; a < sites; a++) {
      for (int b = 0; b < a; b++) {
        if (!apart(model, a, b)) {
          join(leader, a, b);
        }
      }
    }
    int[] userOf = new int[model.quotaLimit().length];
    Arrays.fill(userOf, -1);
    for (int t = 0; t < model.kinds(); t++) {
      for (int quota : model.quotaOf()[t]) {
        if (userOf[quota] >= 0) {
          join(leader, userOf[quota], model.site()[t]);
        }
        userOf[quota] = model.site()[t];
      }
    }
    int[] name = new int[sites];
    int names = 0;
    for (int s = 0; s < sites; s++) {
      name[s] = leader[s] == s ? names++ : name[leader[s]];
    }
    return name;
  }

  /** Leaders are the least of their part. */
  private static void join(int[] leader, int a, int b) {
    int from = Math.max(leader[a], leader[b]);
    int to = Math.min(leader[a], leader[b]);
    for (int s = 0; s < leader.length; s++) {
      leader[s] = leader[s] == from ? to : leader[s];
    }
  }

  /** Whether some class is spread and has the two sites in different domains. */
  private static boolean apart(PackingModel model, int a, int b) {
    for (int j = 0; j < model.classes(); j++) {
      int one = model.lot()[a][j];
      int other = model.lot()[b][j];
      if (model.cap()[j] < model.need()[j]
          && one >= 0
          && other >= 0
          && model.domain()[j][one] != model.domain()[j][other]) {
        return true;
      }
    }
    return false;
  }

  private static Block of(PackingModel model, int[] part, int which) {
    int[] sites = IntStream.range(0, part.length).filter(s -> part[s] == which).toArray();
    int[] kinds =
        IntStream.range(0, model.kinds()).filter(t -> part[model.site()[t]] == which).toArray();
    int classes = model.classes();
    int[][] lots = new int[classes][];
    int[][] lot = new int[sites.length][classes];
    boolean[] allowed = new boolean[classes];
    for (int j = 0; j < classes; j++) {
      int of = j;
      int[] found =
          Arrays.stream(sites)
              .map(s -> model.lot()[s][of])
              .filter(l -> l >= 0)
              .distinct()
              .toArray();
      lots[j] = found.length == 0 ? new int[] {-1} : found;
      for (int s = 0; s < sites.length; s++) {
        lot[s][j] = -1;
        for (int k = 0; k < found.length; k++) {
          lot[s][j] = model.lot()[sites[s]][j] == found[k] ? k : lot[s][j];
        }
      }
    }
    long[] need = new long[classes];
    Arrays.setAll(need, model::countable);
    long[] caps = new long[classes];
    Arrays.fill(caps, Long.MAX_VALUE);
    int[] siteOf = new int[part.length];
    for (int s = 0; s < sites.length; s++) {
      siteOf[sites[s]] = s;
    }
    for (int t : kinds) {
      for (int j = 0; j < classes; j++) {
        allowed[j] |= model.mostCopies(t, j) > 0 && model.available()[t] > 0;
      }
    }
    PackingModel own =
        new PackingModel(
            model.size(),
            need,
            pick(model.rate(), sites),
            pick(model.copyCost(), sites),
            lot,
            caps,
            Arrays.stream(lots).map(found -> new int[found.length]).toArray(int[][]::new),
            costs(model, lots),
            pick(model.cost(), kinds),
            pick(model.capacity(), kinds),
            Arrays.stream(kinds).map(t -> siteOf[model.site()[t]]).toArray(),
            pick(model.available(), kinds),
            pick(model.kept(), kinds),
            model.startCost(),
            model.quotaLimit(),
            Arrays.stream(kinds).mapToObj(t -> model.quotaOf()[t]).toArray(int[][]::new),
            pick(model.quotaUse(), kinds));
    return new Block(own, kinds, lots, allowed);
  }

  private static double[][] costs(PackingModel model, int[][] lots) {
    double[][] costs = new double[lots.length][];
    for (int j = 0; j < costs.length; j++) {
      double[] all = model.lotCost()[j];
      costs[j] = Arrays.stream(lots[j]).mapToDouble(lot -> lot < 0 ? 0 : all[lot]).toArray();
    }
    return costs;
  }

  private static long[] pick(long[] from, int[] at) {
    return Arrays.stream(at).mapToLong(i -> from[i]).toArray();
  }

  private static long[][] pick(long[][] from, int[] at) {
    return Arrays.stream(at).mapToObj(i -> from[i]).toArray(long[][]::new);
  }

  /** A filling of one of the part's bins, as the whole knows it. */
  Pattern whole(Pattern pattern) {
    return new Pattern(kinds[pattern.kind()], pattern.classes(), pattern.copies());
  }
}
