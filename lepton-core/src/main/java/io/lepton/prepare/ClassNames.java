package io.lepton.prepare;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;

/** Orders the names of classes: by value when all are numbers, else by character. */
final class ClassNames {

  private ClassNames() {}

  static List<String> sorted(Collection<String> names) {
    List<String> distinct = new ArrayList<>(new LinkedHashSet<>(names));
    boolean numbers = distinct.stream().allMatch(name -> name.matches("-?\\d+(\\.\\d+)?"));
    distinct.sort(numbers ? Comparator.comparing(BigDecimal::new) : Comparator.naturalOrder());
    return distinct;
  }
}
