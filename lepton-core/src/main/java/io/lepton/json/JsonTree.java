package io.lepton.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Writes JSON trees as their own {@code toString} and {@code toPrettyString} do, without setting up
 * an object mapper first: that takes longer than many a command does. Thread safe.
 */
public final class JsonTree {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonTree() {}

  /** One line of JSON. */
  public static String line(JsonNode tree) {
    return text(tree, false);
  }

  /** Indented JSON for people. */
  public static String pretty(JsonNode tree) {
    return text(tree, true);
  }

  private static String text(JsonNode tree, boolean indented) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      if (indented) {
        generator.setPrettyPrinter(new DefaultPrettyPrinter());
      }
      write(tree, generator);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonNode node, JsonGenerator generator) throws IOException {
    switch (node.getNodeType()) {
      case OBJECT -> {
        generator.writeStartObject(node, node.size());
        for (Map.Entry<String, JsonNode> field : node.properties()) {
          generator.writeFieldName(field.getKey());
          write(field.getValue(), generator);
        }
        generator.writeEndObject();
      }
      case ARRAY -> {
        generator.writeStartArray(node, node.size());
        for (JsonNode element : node) {
          write(element, generator);
        }
        generator.writeEndArray();
      }
      case NUMBER -> number(node, generator);
      case BOOLEAN -> generator.writeBoolean(node.booleanValue());
      case STRING -> generator.writeString(node.textValue());
      case NULL, MISSING -> generator.writeNull();
      case BINARY -> generator.writeBinary(node.binaryValue());
      case POJO -> throw new IllegalArgumentException("no tree of JSON: " + node.getClass());
    }
  }

  private static void number(JsonNode node, JsonGenerator generator) throws IOException {
    if (node instanceof DecimalNode) {
      generator.writeNumber(node.decimalValue());
    } else if (node instanceof BigIntegerNode) {
      generator.writeNumber(node.bigIntegerValue());
    } else if (node.isIntegralNumber()) {
      generator.writeNumber(node.longValue());
    } else if (node.isFloat()) {
      generator.writeNumber(node.floatValue());
    } else {
      generator.writeNumber(node.doubleValue());
    }
  }
}
