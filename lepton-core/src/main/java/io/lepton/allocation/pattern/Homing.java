package io.lepton.allocation.pattern;

import java.util.ArrayList;
import java.util.List;

/**
 * Exchanges copies between bins so that more of them stay where they run. A copy that would start
 * on one bin goes back to a bin that ran it, and what would start there takes its place where room
 * is short. Bins and their prices stay, and exchanges keep to a site, so needs and caps do too. Not
 * thread safe.
 */
final class Homing {
  private static final int ROUNDS = 4;

  /** So many classes at most go the other way in one exchange. */
  private static final int BACK = 3;

  private final PackingModel model;
  private final List<Group> groups = new ArrayList<>();

  Homing(PackingModel model) {
    this.model = model;
  }

  /** Equal bins, and what room is left on each. */
  private static final class Group {
    final int kind;
    final long[] counts;
    final long[] room;
    long bins;

    Group(int kind, long[] counts, long[] room, long bins) {
      this.kind = kind;
      this.counts = counts;
      this.room = room;
      this.bins = bins;
    }

    Group copy(long count) {
      return new Group(kind, counts.clone(), room.clone(), count);
    }

    boolean overfull() {
      boolean over = false;
      for (long left : room) {
        over |= left < 0;
      }
      return over;
    }
  }

  /** The packing with exchanges made; the same cost or less. */
  Packing improve(Packing packing, Budget budget) {
    packing.bins().forEach((pattern, bins) -> groups.add(group(pattern, bins)));
    boolean changed = true;
    for (int round = 0; round < ROUNDS && changed; round++) {
      changed = false;
      for (int home = 0; home < groups.size() && !budget.exhausted(); home++) {
        if (model.kept()[groups.get(home).kind] != null) {
          changed |= bringHome(groups.get(home));
        }
      }
    }
    Residual result = new Residual(model);
    for (Group group : groups) {
      if (group.bins > 0) {
        result.add(Pattern.of(group.kind, group.counts), group.bins);
      }
    }
    return result.packing();
  }

  private Group group(Pattern pattern, long bins) {
    long[] counts = new long[model.classes()];
    long[] room = model.capacity()[pattern.kind()].clone();
    for (int i = 0; i < pattern.classes().length; i++) {
      int of = pattern.classes()[i];
      counts[of] = pattern.copies()[i];
      for (int d = 0; d < room.length; d++) {
        room[d] -= counts[of] * model.size()[of][d];
      }
    }
    return new Group(pattern.kind(), counts, room, bins);
  }

  private boolean bringHome(Group home) {
    boolean changed = false;
    for (int j = 0; j < model.classes(); j++) {
      for (int g = 0; g < groups.size() && home.bins > 0 && starts(home, j) < 0; g++) {
        Group away = groups.get(g);
        if (away != home
            && away.bins > 0
            && model.site()[away.kind] == model.site()[home.kind]
            && starts(away, j) > 0) {
          changed |= exchange(home, away, j);
        }
      }
    }
    return changed;
  }

  /** Copies of a class beyond those that run on a bin; below 0 where some that run are let go. */
  private long starts(Group group, int of) {
    long[] running = model.kept()[group.kind];
    return group.counts[of] - (running == null ? 0 : running[of]);
  }

  /** Moves copies home for as many bins as can, the most copies that some exchange allows. */
  private boolean exchange(Group home, Group away, int of) {
    for (long copies = Math.min(-starts(home, of), starts(away, of)); copies > 0; copies--) {
      long bins = Math.min(home.bins, away.bins);
      Group to = home.copy(bins);
      Group from = away.copy(bins);
      shift(from, to, of, copies);
      if (makeRoom(to, from, of, 0, BACK)) {
        home.bins -= bins;
        away.bins -= bins;
        groups.add(to);
        groups.add(from);
        return true;
      }
    }
    return false;
  }

  /** Sends copies that would start on a bin the other way until both bins hold what they have. */
  private boolean makeRoom(Group to, Group from, int not, int first, int classes) {
    if (from.overfull()) {
      return false;
    }
    if (!to.overfull()) {
      return true;
    }
    for (int back = first; classes > 0 && back < model.classes(); back++) {
      long most = back == not ? 0 : starts(to, back);
      for (long n = 1; n <= most; n++) {
        shift(to, from, back, n);
        if (makeRoom(to, from, not, back + 1, classes - 1)) {
          return true;
        }
        shift(from, to, back, n);
      }
    }
    return false;
  }

  private void shift(Group from, Group to, int of, long copies) {
    from.counts[of] -= copies;
    to.counts[of] += copies;
    for (int d = 0; d < to.room.length; d++) {
      from.room[d] += copies * model.size()[of][d];
      to.room[d] -= copies * model.size()[of][d];
    }
  }
}
