package io.lepton.testkit.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.testkit.wire.WireFault;
import io.lepton.testkit.wire.WireRequest;
import io.lepton.testkit.wire.WireScript;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ScriptTest {

  /** Which of twenty calls go wrong. */
  private static List<Long> wrong(UnaryOperator<WireScript.LineBuilder> choose) {
    WireScript script = new WireScript();
    choose.apply(script.onAny()).then(WireFault.lostAnswer());
    return LongStream.rangeClosed(1, 20)
        .filter(n -> script.decide(new WireRequest(n, "GET", "/", "")).isPresent())
        .boxed()
        .toList();
  }

  @Test
  void choicesAddUp() {
    assertThat(wrong(line -> line.call(3))).containsExactly(3L);
    assertThat(wrong(line -> line.first(2))).containsExactly(1L, 2L);
    assertThat(wrong(line -> line.from(19))).containsExactly(19L, 20L);
    assertThat(wrong(line -> line.from(11).first(1))).containsExactly(11L);
    assertThat(wrong(line -> line.first(12).from(11))).containsExactly(11L, 12L);
    assertThat(wrong(line -> line.from(11).first(Long.MAX_VALUE))).hasSize(10);
  }

  @Test
  void whatLeavesNoCallIsRefused() {
    assertThatThrownBy(() -> wrong(line -> line.first(2).from(3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from 3 to 2");
    assertThatThrownBy(() -> wrong(line -> line.call(0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> wrong(line -> line.first(0)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
