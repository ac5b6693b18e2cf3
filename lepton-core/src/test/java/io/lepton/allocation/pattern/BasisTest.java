package io.lepton.allocation.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Two rows, {@code >=} and {@code <=}, and two columns of at most 3 and 5. */
class BasisTest {
  private final LinearProgram program = new LinearProgram();
  private final Basis basis = new Basis(program);

  BasisTest() {
    int[] none = {};
    double[] nothing = {};
    basis.addRow(program.addRow(true, 1, none, nothing));
    basis.addRow(program.addRow(false, 9, none, nothing));
    for (double most : new double[] {3, 5}) {
      basis.addColumn(program.addColumn(1, most, new int[] {0, 1}, new double[] {1, 1}));
    }
  }

  @Test
  void rowsStartWithTheirLogicalsAndColumnsOutside() {
    assertThat(basis.contains(-1)).isTrue();
    assertThat(basis.contains(-2)).isTrue();
    assertThat(basis.contains(0)).isFalse();
    assertThat(basis.full(0)).isFalse();
  }

  @Test
  void logicalsMayGoAsFarAsTheirRowsSay() {
    assertThat(basis.lower(-1)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(basis.upper(-1)).isZero();
    assertThat(basis.lower(-2)).isZero();
    assertThat(basis.upper(-2)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(basis.upper(1)).isEqualTo(5);
  }

  @Test
  void anExchangeLeavesTheOneThatGoesAtTheBoundItReached() {
    basis.exchange(0, 1, false);
    basis.exchange(0, 0, true);
    assertThat(basis.members).startsWith(0, -2);
    assertThat(basis.full(1)).isTrue();
    assertThat(basis.contains(-1)).isFalse();
  }

  @Test
  void aLogicalComesInForAMemberThatDependsOnOthers() {
    basis.begin(new int[] {0, 1}, List.of());
    basis.settle(new int[] {1, -1});
    assertThat(basis.members).startsWith(-1, 0);
    assertThat(basis.columnPlace).startsWith(1, -1);
    assertThat(basis.contains(-2)).isFalse();
  }

  @Test
  void columnsThatBeginFullStayOutside() {
    basis.begin(new int[] {0}, List.of(1));
    basis.settle(new int[] {0, 1});
    assertThat(basis.full(1)).isTrue();
    assertThat(basis.contains(0)).isTrue();
  }
}
