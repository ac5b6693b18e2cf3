package io.lepton.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

/** Trees as text. */
class JsonTreeTest {

  @Test
  void treesReadAsTheyDoByAnObjectMapper() {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.put("text", "a \"quoted\" line\nand \u00e4 more")
        .put("int", 7)
        .put("long", Long.MAX_VALUE)
        .put("double", 0.1)
        .put("tiny", 1e-300)
        .put("float", 0.3f)
        .put("decimal", new BigDecimal("1.920000"))
        .put("scientific", new BigDecimal("1E+3"))
        .put("large", new BigInteger("123456789012345678901234567890"))
        .put("yes", true)
        .putNull("nothing");
    tree.putArray("empty");
    tree.putObject("hollow");
    tree.putArray("list").add(1).add("two").addObject().put("three", 3);
    assertThat(JsonTree.line(tree)).isEqualTo(tree.toString());
    assertThat(JsonTree.pretty(tree)).isEqualTo(tree.toPrettyString());
  }
}
