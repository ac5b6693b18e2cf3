package io.lepton.deploy;

import io.lepton.config.ConfigNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What must hold for the new service to be kept. Judging is a pure function of the figures.
 * Immutable.
 *
 * @param gates the limits, at most one a measure; none keeps whatever works
 */
public record Gates(List<Gate> gates) {

  public Gates {
    gates = List.copyOf(gates);
    if (gates.stream().map(Gate::measure).distinct().count() != gates.size()) {
      throw new IllegalArgumentException("each gate can be given once: " + gates);
    }
  }

  /** No limits. */
  public static Gates none() {
    return new Gates(List.of());
  }

  /** Reads the {@code gates} section of a migration file. */
  public static Gates read(ConfigNode node) {
    List<String> keys = new ArrayList<>();
    for (Measure measure : Measure.values()) {
      keys.add(measure.key());
    }
    node.allow(keys.toArray(String[]::new));
    List<Gate> gates = new ArrayList<>();
    for (Measure measure : Measure.values()) {
      double max = measure == Measure.P99_MILLIS ? Double.MAX_VALUE : 1;
      node.find(measure.key())
          .ifPresent(value -> gates.add(new Gate(measure, value.number(0, max))));
    }
    return new Gates(gates);
  }

  /** The gate on a measure, if there is one. */
  public Optional<Gate> find(Measure measure) {
    return gates.stream().filter(gate -> gate.measure() == measure).findFirst();
  }

  /** Judges every gate; a figure that was not measured does not pass. */
  public List<GateOutcome> judge(Measures measures) {
    return gates.stream().map(gate -> gate.judge(measures.find(gate.measure()))).toList();
  }

  /** The same where there is no old service: agreement has nothing to be measured against. */
  public List<GateOutcome> judgeAlone(Measures measures) {
    return gates.stream()
        .map(
            gate ->
                gate.measure() == Measure.AGREEMENT
                    ? gate.notApplicable()
                    : gate.judge(measures.find(gate.measure())))
        .toList();
  }

  /** The first gate that {@code measures} breaks; figures that were not measured break none. */
  public Optional<GateOutcome> firstBroken(Measures measures) {
    return judge(measures).stream()
        .filter(outcome -> outcome.status() == GateOutcome.Status.FAILED)
        .findFirst();
  }
}
