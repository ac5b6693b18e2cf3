package io.lepton.allocation.pattern;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

/**
 * A packing at once: largest class first, on the kind of bin that is cheapest for it alone, and
 * smaller ones into what is left. For when there is no time for better.
 */
final class FirstFit {
  private final PackingModel model;
  private final int[] order;

  private final RoomPrices prices;

  /** How little the price counts in the choice of a kind. */
  private double strangeness;

  /**
   * A packer.
   *
   * @param value what a unit of each class costs at least
   */
  FirstFit(PackingModel model, double[] value) {
    this.model = model;
    this.order = Orders.descending(value);
    this.prices = new RoomPrices(model);
  }

  /**
   * Packs.
   *
   * @param tries how often to go about it in another order when limits leave no room
   * @return empty when that never comes out, or time is up
   */
  Optional<Packing> pack(int tries, Random random, Budget budget) {
    Optional<Packing> packing = Optional.empty();
    for (int attempt = 0; attempt < tries && packing.isEmpty() && !budget.exhausted(); attempt++) {
      if (attempt > 0) {
        shuffle(random);
        strangeness = random.nextDouble();
      }
      packing = pack(random, budget);
    }
    return packing;
  }

  private Optional<Packing> pack(Random random, Budget budget) {
    return finish(new Residual(model), random, budget);
  }

  /** Packs what a partial packing leaves; empty when that does not come out, or time is up. */
  Optional<Packing> finish(Residual partial, Budget budget) {
    return finish(partial, new Random(0), budget);
  }

  private Optional<Packing> finish(Residual partial, Random random, Budget budget) {
    for (int place = 0; place < order.length; place++) {
      int of = order[place];
      int kind = -1;
      long useful = 0;
      while (partial.unmet[of] > 0) {
        // A kind on which as many copies count as before is still the cheapest: the others only
        // lost.
        boolean steady = kind >= 0 && strangeness == 0 && model.startCost() == 0;
        long now = steady ? usefulCopies(kind, of, partial) : 0;
        if (now == 0 || now < useful) {
          kind = cheapest(of, partial, random);
          useful = kind < 0 ? 0 : usefulCopies(kind, of, partial);
        }
        if (kind < 0 || budget.exhausted()) {
          return Optional.empty();
        }
        Pattern pattern = fill(kind, place, partial);
        long times = strangeness == 0 ? partial.fullUses(pattern) : 1;
        partial.add(pattern, Math.max(1, times));
      }
    }
    return Optional.of(partial.packing());
  }

  /** How many copies would count on one more bin of a kind; 0 where there is none to be had. */
  private long usefulCopies(int kind, int of, Residual partial) {
    return partial.mostBins(kind) < 1
        ? 0
        : Math.min(model.mostCopies(kind, of), partial.usefulCopies(kind, of));
  }

  private void shuffle(Random random) {
    for (int i = order.length - 1; i > 0; i--) {
      int k = random.nextInt(i + 1);
      int other = order[k];
      order[k] = order[i];
      order[i] = other;
    }
  }

  private int cheapest(int of, Residual partial, Random random) {
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    long[] countable = new long[model.lots(of)];
    Arrays.setAll(countable, lot -> partial.countable(of, lot));
    for (int kind = 0; kind < model.kinds(); kind++) {
      int site = model.site()[kind];
      long rate = model.rate()[site][of];
      if (rate == 0 || (strangeness == 0 && prices.dearer(kind, of, least))) {
        continue;
      }
      long useful = (countable[model.lot()[site][of]] + rate - 1) / rate;
      long copies = useful == 0 ? 0 : Math.min(model.mostCopies(kind, of), useful);
      if (copies > 0 && partial.mostBins(kind) > 0) {
        double units = copies * (double) rate;
        double cost =
            (model.cost()[kind] + model.copiesCost(kind, of, copies)) / units
                + model.lotCost()[of][model.lot()[site][of]];
        if (strangeness > 0) {
          cost *= Math.exp(6 * strangeness * random.nextGaussian());
        }
        if (cost < least) {
          least = cost;
          best = kind;
        }
      }
    }
    return best;
  }

  /** Fills a bin with the class at a place of the order, and those after it: none is before it. */
  private Pattern fill(int kind, int first, Residual partial) {
    long[] rest = model.capacity()[kind].clone();
    long[] counts = new long[model.classes()];
    for (int place = first; place < order.length; place++) {
      if (partial.unmet[order[place]] > 0) {
        put(kind, order[place], rest, counts, partial);
      }
    }
    return Pattern.of(kind, counts);
  }

  private void put(int kind, int of, long[] rest, long[] counts, Residual partial) {
    long[] size = model.size()[of];
    if (!Sizes.fit(size, rest)) {
      return;
    }
    long copies = Sizes.copies(size, rest, partial.usefulCopies(kind, of));
    if (copies > 0) {
      counts[of] = copies;
      for (int d = 0; d < rest.length; d++) {
        rest[d] -= copies * size[d];
      }
    }
  }
}
