package io.lepton.allocation.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Two rows {@code <= 4} with their logicals in the basis, and two columns. */
class RatiosTest {
  private static final double[] NO_DUALS = {0, 0};

  private final LinearProgram program = new LinearProgram();
  private final Basis basis = new Basis(program);

  private void columns(double[] prices) {
    for (int row = 0; row < 2; row++) {
      basis.addRow(program.addRow(false, 4, new int[0], new double[0]));
    }
    for (double price : prices) {
      basis.addColumn(program.addColumn(price, 10, new int[] {0, 1}, new double[] {1, price}));
    }
  }

  @Test
  void theVariableThatReachesItsBoundFirstLeaves() {
    columns(new double[] {1, 1});
    PrimalRatios ratios = new PrimalRatios(program, basis);
    double[] value = {4, 4};
    double[] work = {1, 2};
    assertThat(ratios.leaving(value, work, 1, 10)).isEqualTo(1);
    assertThat(ratios.step(1, value, 2)).isEqualTo(2);
  }

  @Test
  void ofEqualStepsTheLargerPivotLeaves() {
    columns(new double[] {1, 1});
    PrimalRatios ratios = new PrimalRatios(program, basis);
    assertThat(ratios.leaving(new double[] {1, 3}, new double[] {1, 3}, 1, 10)).isEqualTo(1);
    assertThat(ratios.leaving(new double[] {3, 1}, new double[] {3, 1}, 1, 10)).isEqualTo(0);
  }

  @Test
  void noneLeavesWhereTheEnteringOneReachesItsOwnBoundFirst() {
    columns(new double[] {1, 1});
    PrimalRatios ratios = new PrimalRatios(program, basis);
    assertThat(ratios.leaving(new double[] {4, 4}, new double[] {1, 1}, 1, 3)).isEqualTo(-1);
  }

  @Test
  void theColumnEntersWhoseReducedCostTurnsFirst() {
    columns(new double[] {3, 1});
    DualRatios ratios = new DualRatios(program, basis);
    ratios.price(NO_DUALS);
    assertThat(ratios.entering(new double[] {1, 0}, NO_DUALS, false)).isEqualTo(1);
    ratios.follow(0, 1);
    assertThat(ratios.reducedCost(0)).isEqualTo(2);
    assertThat(ratios.reducedCost(1)).isZero();
  }

  @Test
  void noColumnEntersThatWouldMakeItWorse() {
    columns(new double[] {3, 1});
    DualRatios ratios = new DualRatios(program, basis);
    ratios.price(NO_DUALS);
    assertThat(ratios.entering(new double[] {1, 0}, NO_DUALS, true)).isEqualTo(Integer.MIN_VALUE);
  }
}
