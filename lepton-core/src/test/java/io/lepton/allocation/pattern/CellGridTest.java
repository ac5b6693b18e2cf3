package io.lepton.allocation.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CellGridTest {
  @Test
  void whatIsFarTooLargeForABinStaysSo() {
    long[] need = {1, 1};
    long[][] size = {{1, 1}, {1, 1L << 32}};
    CellGrid grid = new CellGrid(PackingModel.vectorPacking(new long[] {4, 1L << 33}, size, need));
    int[] bin = grid.inCells(new long[] {4, 100});
    assertThat(CellGrid.fits(grid.inCells(size[0]), bin)).isTrue();
    assertThat(CellGrid.fits(grid.inCells(size[1]), bin)).isFalse();
  }
}
