package io.lepton.serving.protocol;

import static io.lepton.serving.protocol.ProtocolException.badRequest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;

/**
 * The numbers of a JSON tensor, flat or nested, in row-major order. What kinds of JSON values it
 * saw is kept, because the data type may stand behind the data.
 */
final class NumberBuffer {
  private double[] values = new double[64];
  private int size;
  private int booleans;
  private boolean fractions;

  private NumberBuffer() {}

  /** Reads the array at which {@code parser} stands. */
  static NumberBuffer read(JsonParser parser, String tensor) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw badRequest("'data' of input '" + tensor + "' must be a list");
    }
    NumberBuffer buffer = new NumberBuffer();
    int depth = 1;
    while (depth > 0) {
      JsonToken token = parser.nextToken();
      if (token == null) {
        throw badRequest("'data' of input '" + tensor + "' is not closed");
      }
      switch (token) {
        case START_ARRAY -> depth++;
        case END_ARRAY -> depth--;
        case VALUE_NUMBER_INT -> buffer.add(parser.getDoubleValue());
        case VALUE_NUMBER_FLOAT -> {
          double value = parser.getDoubleValue();
          buffer.fractions |= value != Math.rint(value);
          buffer.add(value);
        }
        case VALUE_TRUE -> buffer.addBoolean(1);
        case VALUE_FALSE -> buffer.addBoolean(0);
        default ->
            throw badRequest(
                "element "
                    + buffer.size
                    + " of input '"
                    + tensor
                    + "' must be a number, not "
                    + parser.getText());
      }
    }
    return buffer;
  }

  private void addBoolean(double value) {
    booleans++;
    add(value);
  }

  private void add(double value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size + (size >> 1));
    }
    values[size++] = value;
  }

  int size() {
    return size;
  }

  double value(int index) {
    return values[index];
  }

  /** Whether every value was written as {@code true} or {@code false}. */
  boolean allBooleans() {
    return booleans == size;
  }

  boolean anyBoolean() {
    return booleans > 0;
  }

  /** Whether a number had digits behind the point. */
  boolean anyFraction() {
    return fractions;
  }
}
