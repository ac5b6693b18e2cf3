package io.lepton.serving.protocol;

import static io.lepton.serving.protocol.ProtocolException.badRequest;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An input as it came over the wire, not checked yet. */
record InputTensor(
    String name,
    @Nullable String typeName,
    @Nullable List<Long> shape,
    @Nullable NumberBuffer data,
    @Nullable Long binarySize) {

  /**
   * Checks this tensor against what {@code model} takes and converts it.
   *
   * @param binary stands at this tensor's bytes, if it has any, and afterwards behind them
   */
  float[] values(ModelSpec model, ByteBuffer binary) {
    TensorSpec spec = model.input();
    if (!name.equals(spec.name())) {
      throw badRequest(
          "unknown input '"
              + name
              + "'; model '"
              + model.name()
              + "' takes '"
              + spec.name()
              + "' of "
              + spec);
    }
    DataType type = type(spec);
    int elements = elements(spec);
    if (binarySize != null) {
      if (data != null) {
        throw badRequest("input '" + name + "' has both 'data' and binary data; send one of them");
      }
      return fromBinary(type, elements, binarySize, binary);
    }
    if (data == null) {
      throw badRequest("input '" + name + "' has neither 'data' nor 'binary_data_size'");
    }
    return fromJson(type, elements, data);
  }

  private DataType type(TensorSpec spec) {
    if (typeName == null) {
      throw badRequest("input '" + name + "' has no 'datatype'; expected " + spec.dataType());
    }
    return DataType.named(typeName)
        .filter(type -> type != DataType.BYTES)
        .orElseThrow(
            () ->
                badRequest(
                    "input '"
                        + name
                        + "' has the datatype "
                        + typeName
                        + "; expected "
                        + spec.dataType()
                        + " (FP64, BOOL and the INT and UINT types are converted)"));
  }

  private int elements(TensorSpec spec) {
    List<Long> expected = spec.shape();
    if (shape == null) {
      throw badRequest(
          "input '" + name + "' has no 'shape'; expected " + TensorSpec.text(expected));
    }
    if (shape.size() != expected.size()
        || shape.get(0) < 1
        || !shape.subList(1, shape.size()).equals(expected.subList(1, expected.size()))) {
      throw badRequest(
          "input '"
              + name
              + "' has the shape "
              + TensorSpec.text(shape)
              + "; expected "
              + TensorSpec.text(expected)
              + ", where -1 is the number of rows, at least 1");
    }
    try {
      return Math.toIntExact(Math.multiplyExact(shape.get(0), spec.rowLength()));
    } catch (ArithmeticException e) {
      throw badRequest(
          "input '" + name + "' with shape " + TensorSpec.text(shape) + " is too large");
    }
  }

  private float[] fromBinary(DataType type, int elements, long announced, ByteBuffer binary) {
    long expected = (long) elements * type.sizeBytes();
    if (announced != expected) {
      throw badRequest(
          "input '"
              + name
              + "' announces binary_data_size "
              + announced
              + "; "
              + type
              + " "
              + TensorSpec.text(shapeOrEmpty())
              + " takes "
              + expected
              + " bytes");
    }
    if (binary.remaining() < expected) {
      throw badRequest(
          "input '"
              + name
              + "' announces "
              + expected
              + " bytes of binary data but the body holds "
              + binary.remaining());
    }
    binary.order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[elements];
    for (int i = 0; i < elements; i++) {
      values[i] = convert(type, type.read(binary), i);
    }
    return values;
  }

  private float[] fromJson(DataType type, int elements, NumberBuffer numbers) {
    if (numbers.size() != elements) {
      throw badRequest(
          "input '"
              + name
              + "' has "
              + numbers.size()
              + " elements; shape "
              + TensorSpec.text(shapeOrEmpty())
              + " takes "
              + elements);
    }
    if (type == DataType.BOOL ? !numbers.allBooleans() : numbers.anyBoolean()) {
      throw badRequest(
          "input '"
              + name
              + "' of datatype "
              + type
              + (type == DataType.BOOL ? " must hold true and false only" : " must hold numbers"));
    }
    if (type.whole() && numbers.anyFraction()) {
      throw badRequest(
          "input '" + name + "' of datatype " + type + " must hold whole numbers only");
    }
    float[] values = new float[elements];
    for (int i = 0; i < elements; i++) {
      values[i] = convert(type, numbers.value(i), i);
    }
    return values;
  }

  private float convert(DataType type, double value, int index) {
    float converted = (float) value;
    if (!Float.isFinite(converted) || !type.holds(value)) {
      throw badRequest(
          "element "
              + index
              + " of input '"
              + name
              + "' is "
              + value
              + ", which "
              + (type.holds(value) ? "is no finite FP32 number" : type + " cannot hold"));
    }
    if (type.whole() && converted != value) {
      throw badRequest(
          "element "
              + index
              + " of input '"
              + name
              + "' is "
              + value
              + ", which FP32 cannot hold exactly; send FP64 if the nearest number will do");
    }
    return converted;
  }

  private List<Long> shapeOrEmpty() {
    return shape == null ? List.of() : shape;
  }
}
