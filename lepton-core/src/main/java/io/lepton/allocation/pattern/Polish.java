package io.lepton.allocation.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Takes out of a packing what it does not need: copies beyond the need or beyond a cap, bins that
 * are empty then, and bins for which a cheaper kind at the same site would do.
 */
final class Polish {
  private final PackingModel model;
  private final int[][] kindsAtSite;

  Polish(PackingModel model) {
    this.model = model;
    List<List<Integer>> bySite = new ArrayList<>();
    for (int s = 0; s < model.rate().length; s++) {
      bySite.add(new ArrayList<>());
    }
    for (int t = 0; t < model.kinds(); t++) {
      bySite.get(model.site()[t]).add(t);
    }
    kindsAtSite = new int[bySite.size()][];
    for (int s = 0; s < kindsAtSite.length; s++) {
      kindsAtSite[s] =
          bySite.get(s).stream()
              .sorted((a, b) -> Long.compare(model.cost()[a], model.cost()[b]))
              .mapToInt(Integer::intValue)
              .toArray();
    }
  }

  /** Equal bins. */
  private static final class Group {
    Pattern pattern;
    long bins;

    Group(Pattern pattern, long bins) {
      this.pattern = pattern;
      this.bins = bins;
    }
  }

  Packing apply(Packing packing) {
    List<Group> groups = new ArrayList<>();
    Residual state = new Residual(model);
    for (Map.Entry<Pattern, Long> entry : packing.bins().entrySet()) {
      Pattern pattern = entry.getKey();
      groups.add(new Group(pattern, entry.getValue()));
      state.add(pattern, entry.getValue());
    }
    for (int j = 0; j < model.classes(); j++) {
      trim(groups, j, state.covered[j]);
    }
    Residual result = new Residual(model);
    groups.sort(
        (a, b) -> Long.compare(model.cost()[b.pattern.kind()], model.cost()[a.pattern.kind()]));
    List<Group> moved = new ArrayList<>();
    for (Group group : groups) {
      if (group.pattern.classes().length > 0) {
        result.add(group.pattern, group.bins);
        moved.add(group);
      }
    }
    for (Group group : moved) {
      downsize(result, group);
    }
    return result.packing();
  }

  private void trim(List<Group> groups, int of, long[] covered) {
    long cap = model.cap()[of];
    long[] beyondIn = new long[model.domains(of)];
    for (int lot = 0; lot < covered.length; lot++) {
      beyondIn[model.domain()[of][lot]] += covered[lot];
    }
    long counted = 0;
    for (int domain = 0; domain < beyondIn.length; domain++) {
      counted += Math.min(cap, beyondIn[domain]);
      beyondIn[domain] = Math.max(0, beyondIn[domain] - cap);
    }
    long spare = counted - model.need()[of];
    // What counts at the highest cost goes first.
    for (int lot : Orders.descending(model.lotCost()[of])) {
      int domain = model.domain()[of][lot];
      long beyond = Math.min(covered[lot], beyondIn[domain]);
      long removable = beyond + Math.max(0, Math.min(spare, covered[lot] - beyond));
      if (removable > 0) {
        long gone = remove(groups, of, lot, removable);
        beyondIn[domain] -= Math.min(beyond, gone);
        spare -= Math.max(0, gone - beyond);
      }
    }
  }

  /** Removes copies worth up to so many units; returns the units removed. */
  private long remove(List<Group> groups, int of, int lot, long units) {
    long left = units;
    // Copies that would have to be started go before those that run already.
    for (int pass = 0; pass < 2; pass++) {
      for (int g = 0; g < groups.size(); g++) {
        Group group = groups.get(g);
        int kind = group.pattern.kind();
        int site = model.site()[kind];
        long rate = model.rate()[site][of];
        int copies = group.pattern.copiesOf(of);
        if (copies == 0 || model.lot()[site][of] != lot || left < rate) {
          continue;
        }
        long[] running = model.kept()[kind];
        long keep = pass == 0 && running != null ? Math.min(running[of], copies) : 0;
        long each = copies - keep;
        if (each == 0) {
          continue;
        }
        long whole = Math.min(group.bins, left / (each * rate));
        if (whole > 0) {
          take(split(groups, group, whole), of, each);
          left -= whole * each * rate;
        }
        long some = Math.min(each, left / rate);
        if (some > 0 && group.bins > 0 && group.pattern.copiesOf(of) - keep > some) {
          take(split(groups, group, 1), of, some);
          left -= some * rate;
        }
      }
    }
    return units - left;
  }

  /** Makes a group of its own of some bins; the group itself when it is all of them. */
  private static Group split(List<Group> groups, Group group, long bins) {
    if (group.bins == bins) {
      return group;
    }
    Group part = new Group(group.pattern, bins);
    group.bins -= bins;
    groups.add(part);
    return part;
  }

  private static void take(Group group, int of, long copies) {
    group.pattern = group.pattern.without(of, Math.toIntExact(copies));
  }

  private void downsize(Residual result, Group group) {
    Pattern present = group.pattern;
    long[] load = new long[model.dimensions()];
    for (int i = 0; i < present.classes().length; i++) {
      for (int d = 0; d < load.length; d++) {
        load[d] += present.copies()[i] * model.size()[present.classes()[i]][d];
      }
    }
    long cost = present.cost(model);
    for (int kind : kindsAtSite[model.site()[present.kind()]]) {
      if (model.cost()[kind] >= cost) {
        return;
      }
      if (!Sizes.fit(load, model.capacity()[kind])) {
        continue;
      }
      Pattern other = new Pattern(kind, present.classes(), present.copies());
      if (other.cost(model) < cost) {
        long bins = Math.min(group.bins, result.mostBins(kind));
        if (bins > 0) {
          result.add(present, -bins);
          result.add(other, bins);
          group.bins -= bins;
          if (group.bins == 0) {
            return;
          }
        }
      }
    }
  }
}
