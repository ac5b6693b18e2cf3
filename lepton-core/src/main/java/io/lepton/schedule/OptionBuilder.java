package io.lepton.schedule;

import io.lepton.allocation.Purchase;
import io.lepton.spi.price.Offer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the options of one task after the other: offers bought in one way, with cost and time. Run
 * times are looked up once a machine type, not once an offer. Not thread safe.
 */
final class OptionBuilder {
  private static final long NOT_FOR_SALE = Long.MIN_VALUE;

  private final ScheduleProblem problem;
  private final Model.Keep keep;
  private final List<List<String>> places;
  private final List<Offer> offers;
  private final int[] siteOfOffer;
  private final int[] typeOfOffer;
  private final Map<String, Integer> types = new HashMap<>();
  private final long[] onDemand;
  private final long[] spot;
  private final double[] hoursOfType;
  private final int[] cheapest;
  private final long[] siteCost;
  private final long[] siteTime;
  private int[] site = new int[16];
  private long[] cost = new long[16];
  private long[] time = new long[16];
  private int[] reference = new int[16];
  private int size;

  /**
   * A builder for a problem.
   *
   * @param siteOfOffer index of each offer's site
   * @param places cloud and region of each site
   */
  OptionBuilder(
      ScheduleProblem problem, Model.Keep keep, int[] siteOfOffer, List<List<String>> places) {
    this.problem = problem;
    this.keep = keep;
    this.places = places;
    this.siteOfOffer = siteOfOffer;
    offers = problem.offers();
    typeOfOffer = new int[offers.size()];
    onDemand = new long[offers.size()];
    spot = new long[offers.size()];
    for (int i = 0; i < typeOfOffer.length; i++) {
      Offer offer = offers.get(i);
      typeOfOffer[i] = types.computeIfAbsent(offer.instanceType(), type -> types.size());
      onDemand[i] = offer.onDemandMicrosPerHour().orElse(NOT_FOR_SALE);
      spot[i] = offer.spotMicrosPerHour().orElse(NOT_FOR_SALE);
    }
    hoursOfType = new double[types.size()];
    cheapest = new int[places.size()];
    siteCost = new long[places.size()];
    siteTime = new long[places.size()];
  }

  /** Makes the options of a task, to be fetched before the next one's are made. */
  void build(Task task) {
    size = 0;
    Arrays.fill(cheapest, -1);
    dataAtFixedPlaces(task);
    boolean byType = hoursByType(task.runTime());
    boolean anywhere = task.fitsAnywhere();
    for (int i = 0; i < siteOfOffer.length; i++) {
      double hours =
          byType
              ? hoursOfType[typeOfOffer[i]]
              : task.runTime().hours(offers.get(i)).orElse(Double.NaN);
      if (hours >= 0 && siteCost[siteOfOffer[i]] < Model.FORBIDDEN) {
        if (onDemand[i] != NOT_FOR_SALE
            && (anywhere || task.fits(offers.get(i), Purchase.ON_DEMAND))) {
          add(i, Purchase.ON_DEMAND, onDemand[i], hours);
        }
        if (spot[i] != NOT_FOR_SALE && (anywhere || task.fits(offers.get(i), Purchase.SPOT))) {
          add(i, Purchase.SPOT, spot[i], hours);
        }
      }
    }
  }

  /** Reads a table of hours from end to end, which is quicker than to look every type up. */
  private boolean hoursByType(RunTime runTime) {
    if (!(runTime instanceof RunTime.ByType table)
        || table.hours().size() > 4L * hoursOfType.length) {
      return false;
    }
    Arrays.fill(hoursOfType, Double.NaN);
    for (Map.Entry<String, Double> entry : table.hours().entrySet()) {
      Integer type = types.get(entry.getKey());
      if (type != null) {
        hoursOfType[type] = entry.getValue();
      } else if (entry.getKey().indexOf('*') >= 0) {
        return false;
      }
    }
    return true;
  }

  private void dataAtFixedPlaces(Task task) {
    Arrays.fill(siteCost, 0);
    Arrays.fill(siteTime, 0);
    if (task.inputs().isEmpty() && task.outputs().isEmpty()) {
      return;
    }
    for (int s = 0; s < siteCost.length; s++) {
      String cloud = places.get(s).get(0);
      String region = places.get(s).get(1);
      long reading = 0;
      long writing = 0;
      for (DataPlace input : task.inputs()) {
        siteCost[s] +=
            Model.flowCost(
                problem.egress().tariff(input.cloud(), input.region(), cloud, region), input.gib());
        reading = Math.max(reading, millis(input, cloud, region));
      }
      for (DataPlace output : task.outputs()) {
        siteCost[s] +=
            Model.flowCost(
                problem.egress().tariff(cloud, region, output.cloud(), output.region()),
                output.gib());
        writing = Math.max(writing, millis(output, cloud, region));
      }
      siteTime[s] = reading + writing;
    }
  }

  private long millis(DataPlace place, String cloud, String region) {
    return place.cloud().equals(cloud) && place.region().equals(region)
        ? 0
        : Model.transferMillis(place.gib(), problem.gibPerHour());
  }

  private void add(int offer, Purchase purchase, long price, double hours) {
    int where = siteOfOffer[offer];
    long micros = Math.round(price * hours) + siteCost[where];
    long millis = Model.millis(hours) + siteTime[where];
    int row =
        switch (keep) {
          case CHEAPEST -> cheapest(where, micros, millis);
          case UNDOMINATED -> dominated(where, micros, millis) ? -1 : size;
        };
    if (row < 0) {
      return;
    }
    if (row == size) {
      grow();
    }
    site[row] = where;
    cost[row] = micros;
    time[row] = millis;
    reference[row] = offer * 2 + (purchase == Purchase.SPOT ? 1 : 0);
  }

  /** Where the site's cheapest option goes; negative when the new one is not cheaper. */
  private int cheapest(int where, long micros, long millis) {
    int row = cheapest[where];
    if (row >= 0 && (cost[row] < micros || (cost[row] == micros && time[row] <= millis))) {
      return -1;
    }
    cheapest[where] = row < 0 ? size : row;
    return cheapest[where];
  }

  /** Whether an option beats the new one; if none does, those that it beats are dropped. */
  private boolean dominated(int where, long micros, long millis) {
    for (int a = 0; a < size; a++) {
      if (site[a] == where && cost[a] <= micros && time[a] <= millis) {
        return true;
      }
    }
    int kept = 0;
    for (int a = 0; a < size; a++) {
      if (site[a] != where || cost[a] < micros || time[a] < millis) {
        site[kept] = site[a];
        cost[kept] = cost[a];
        time[kept] = time[a];
        reference[kept++] = reference[a];
      }
    }
    size = kept;
    return false;
  }

  private void grow() {
    if (size == site.length) {
      site = Arrays.copyOf(site, size * 2);
      cost = Arrays.copyOf(cost, size * 2);
      time = Arrays.copyOf(time, size * 2);
      reference = Arrays.copyOf(reference, size * 2);
    }
    size++;
  }

  int[] sites() {
    return Arrays.copyOf(site, size);
  }

  long[] costs() {
    return Arrays.copyOf(cost, size);
  }

  long[] times() {
    return Arrays.copyOf(time, size);
  }

  int[] references() {
    return Arrays.copyOf(reference, size);
  }
}
