package io.lepton.serving.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The part of an inference answer that two servers' answers are compared by: the first numeric
 * output, or the texts of the first output when none is numeric. Written by any server that speaks
 * the protocol.
 *
 * @param rows of the output
 * @param numbers row after row; empty when the output holds texts
 * @param texts row after row; empty when the output holds numbers
 */
@SuppressWarnings("ArrayRecordComponent") // Lives for one comparison.
public record InferOutputs(int rows, double[] numbers, List<String> texts) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * How two answers to one request differ.
   *
   * @param agreed whether every row has its largest number at the same place, or the same text
   * @param maxDifference largest absolute difference of two numbers
   */
  public record Comparison(boolean agreed, double maxDifference) {}

  /**
   * Reads an answer.
   *
   * @param headerLength of the JSON text; empty when it is the whole body
   * @return empty when {@code body} holds no output that can be compared
   */
  public static Optional<InferOutputs> read(byte[] body, OptionalInt headerLength) {
    int jsonLength = headerLength.orElse(body.length);
    if (jsonLength < 0 || jsonLength > body.length) {
      return Optional.empty();
    }
    try {
      ByteBuffer binary = ByteBuffer.wrap(body, jsonLength, body.length - jsonLength);
      Optional<InferOutputs> texts = Optional.empty();
      for (JsonNode output : JSON.readTree(body, 0, jsonLength).path("outputs")) {
        JsonNode size = output.path("parameters").path("binary_data_size");
        Optional<ByteBuffer> bytes = Optional.empty();
        if (size.isIntegralNumber()) {
          if (size.asLong() < 0 || size.asLong() > binary.remaining()) {
            return Optional.empty();
          }
          bytes =
              Optional.of(
                  binary.slice(binary.position(), size.asInt()).order(ByteOrder.LITTLE_ENDIAN));
          binary.position(binary.position() + size.asInt());
        }
        Optional<DataType> type = DataType.named(output.path("datatype").asText());
        int rows = Math.max(1, output.path("shape").path(0).asInt(1));
        if (type.isPresent() && type.get() != DataType.BYTES) {
          double[] numbers =
              bytes.isPresent() ? numbers(type.get(), bytes.get()) : numbers(output.path("data"));
          return numbers.length == 0 || numbers.length % rows != 0
              ? Optional.empty()
              : Optional.of(new InferOutputs(rows, numbers, List.of()));
        }
        if (type.isPresent() && texts.isEmpty()) {
          List<String> read = new ArrayList<>();
          if (bytes.isPresent()) {
            texts(bytes.get(), read);
          } else {
            output.path("data").forEach(text -> read.add(text.asText()));
          }
          texts = Optional.of(new InferOutputs(rows, new double[0], read));
        }
      }
      return texts;
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Compares this answer with another one to the same request; empty when the shapes differ. */
  public Optional<Comparison> compare(InferOutputs other) {
    if (rows != other.rows
        || numbers.length != other.numbers.length
        || texts.size() != other.texts.size()) {
      return Optional.empty();
    }
    boolean agreed = texts.equals(other.texts);
    double maxDifference = 0;
    int rowLength = numbers.length / rows;
    for (int row = 0; row < rows && rowLength > 0; row++) {
      agreed &= largest(numbers, row, rowLength) == largest(other.numbers, row, rowLength);
    }
    for (int i = 0; i < numbers.length; i++) {
      maxDifference = Math.max(maxDifference, Math.abs(numbers[i] - other.numbers[i]));
    }
    return Optional.of(new Comparison(agreed, maxDifference));
  }

  private static int largest(double[] numbers, int row, int rowLength) {
    int best = row * rowLength;
    for (int i = best + 1; i < (row + 1) * rowLength; i++) {
      if (numbers[i] > numbers[best]) {
        best = i;
      }
    }
    return best;
  }

  private static double[] numbers(DataType type, ByteBuffer bytes) {
    double[] numbers = new double[bytes.remaining() / type.sizeBytes()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = type.read(bytes);
    }
    return numbers;
  }

  private static void texts(ByteBuffer bytes, List<String> texts) {
    while (bytes.remaining() >= Integer.BYTES) {
      byte[] text = new byte[Math.min(Math.max(bytes.getInt(), 0), bytes.remaining())];
      bytes.get(text);
      texts.add(new String(text, StandardCharsets.UTF_8));
    }
  }

  private static double[] numbers(JsonNode data) {
    List<JsonNode> leaves = new ArrayList<>();
    collect(data, leaves);
    return leaves.stream()
        .mapToDouble(leaf -> leaf.isBoolean() ? (leaf.asBoolean() ? 1 : 0) : leaf.asDouble())
        .toArray();
  }

  private static void collect(JsonNode node, List<JsonNode> leaves) {
    if (node.isArray()) {
      node.forEach(child -> collect(child, leaves));
    } else {
      leaves.add(node);
    }
  }
}
