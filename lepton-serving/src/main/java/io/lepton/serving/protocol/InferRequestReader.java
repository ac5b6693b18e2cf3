package io.lepton.serving.protocol;

import static io.lepton.serving.protocol.ProtocolException.badRequest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.lepton.serving.protocol.InferRequest.Encoding;
import io.lepton.serving.protocol.InferRequest.RequestedOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads inference requests for one model: JSON tensors, and the binary tensor data extension, where
 * the JSON text is followed by the tensors' bytes and {@code Inference-Header-Content-Length} says
 * how long the text is. Elements of other number types are converted to the FP32 of the model where
 * that loses nothing but the digits of an FP64. Thread safe.
 */
public final class InferRequestReader {
  private static final JsonFactory JSON = new JsonFactory();

  private final ModelSpec model;

  /** A reader of requests for {@code model}. */
  public InferRequestReader(ModelSpec model) {
    this.model = model;
  }

  /**
   * Reads and checks a request.
   *
   * @param headerLength bytes of the JSON text; empty when it is the whole body
   * @throws ProtocolException 400, naming tensor, expected shape and data type
   */
  public InferRequest read(byte[] body, OptionalInt headerLength) {
    int jsonLength = headerLength.orElse(body.length);
    if (jsonLength < 0 || jsonLength > body.length) {
      throw badRequest(
          "Inference-Header-Content-Length is "
              + jsonLength
              + " but the body has "
              + body.length
              + " bytes");
    }
    Draft draft = new Draft();
    try (JsonParser parser = JSON.createParser(body, 0, jsonLength)) {
      readRequest(parser, draft);
      if (parser.nextToken() != null) {
        throw badRequest("the request goes on after its closing brace");
      }
    } catch (JsonProcessingException e) {
      throw badRequest(
          "the request is not valid JSON: "
              + e.getOriginalMessage()
              + " (byte "
              + e.getLocation().getByteOffset()
              + ")");
    } catch (IOException e) {
      throw badRequest("the request is not valid JSON: " + e.getMessage());
    }
    return check(draft, ByteBuffer.wrap(body, jsonLength, body.length - jsonLength));
  }

  private InferRequest check(Draft draft, ByteBuffer binary) {
    if (draft.inputs.size() != 1) {
      throw badRequest(
          "the request has "
              + draft.inputs.size()
              + " inputs; "
              + describeModel()
              + " takes exactly one");
    }
    InputTensor input = draft.inputs.get(0);
    float[] values = input.values(model, binary);
    if (binary.hasRemaining()) {
      throw badRequest(
          "the body has "
              + binary.remaining()
              + " bytes more than the JSON text and the binary_data_size of its inputs announce");
    }
    return new InferRequest(
        Optional.ofNullable(draft.id),
        values.length / model.input().rowLength(),
        values,
        outputs(draft));
  }

  private List<RequestedOutput> outputs(Draft draft) {
    Encoding fallback = draft.binaryOutput ? Encoding.BINARY : Encoding.JSON;
    if (draft.outputs.isEmpty()) {
      return model.outputs().stream()
          .map(output -> new RequestedOutput(output, fallback, 0))
          .toList();
    }
    List<RequestedOutput> outputs = new ArrayList<>();
    for (OutputDraft wanted : draft.outputs) {
      TensorSpec spec =
          model.outputs().stream()
              .filter(output -> output.name().equals(wanted.name))
              .findFirst()
              .orElseThrow(
                  () ->
                      badRequest(
                          "unknown output '"
                              + wanted.name
                              + "'; model '"
                              + model.name()
                              + "' has "
                              + model.outputs().stream()
                                  .map(output -> "'" + output.name() + "'")
                                  .collect(Collectors.joining(", "))));
      if (wanted.topClasses > 0 && spec.dataType() != DataType.FP32) {
        throw badRequest("classification is for numbers, not for output '" + wanted.name + "'");
      }
      outputs.add(
          new RequestedOutput(
              spec,
              wanted.binary == null ? fallback : wanted.binary ? Encoding.BINARY : Encoding.JSON,
              wanted.topClasses));
    }
    return outputs;
  }

  private void readRequest(JsonParser parser, Draft draft) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw badRequest("the request must be a JSON object with 'inputs'");
    }
    boolean sawInputs = false;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "id" -> draft.id = text(parser, "id");
        case "parameters" ->
            draft.binaryOutput |= Boolean.TRUE.equals(readParameters(parser).binaryOutput);
        case "inputs" -> {
          sawInputs = true;
          forEachObject(parser, "inputs", p -> draft.inputs.add(readInput(p)));
        }
        case "outputs" -> forEachObject(parser, "outputs", p -> draft.outputs.add(readOutput(p)));
        default -> parser.skipChildren();
      }
    }
    if (!sawInputs) {
      throw badRequest("the request has no 'inputs'; " + describeModel());
    }
  }

  private InputTensor readInput(JsonParser parser) throws IOException {
    String name = null;
    String dataType = null;
    List<Long> shape = null;
    NumberBuffer data = null;
    Long binarySize = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "name" -> name = text(parser, "name of an input");
        case "datatype" -> dataType = text(parser, "datatype of an input");
        case "shape" -> shape = readShape(parser, name);
        case "data" -> data = NumberBuffer.read(parser, name == null ? "" : name);
        case "parameters" -> {
          Parameters parameters = readParameters(parser);
          binarySize = parameters.binarySize;
          if (parameters.sharedMemory) {
            throw badRequest("shared memory is not supported; send the data of the tensor itself");
          }
        }
        default -> parser.skipChildren();
      }
    }
    if (name == null) {
      throw badRequest("an input has no 'name'; " + describeModel());
    }
    return new InputTensor(name, dataType, shape, data, binarySize);
  }

  private static List<Long> readShape(JsonParser parser, @Nullable String tensor)
      throws IOException {
    List<Long> shape = new ArrayList<>();
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      while (parser.nextToken() == JsonToken.VALUE_NUMBER_INT) {
        shape.add(parser.getLongValue());
      }
    }
    if (parser.currentToken() != JsonToken.END_ARRAY) {
      throw badRequest(
          "'shape' of input '" + tensor + "' must be a list of whole numbers such as [1,784]");
    }
    return shape;
  }

  private static OutputDraft readOutput(JsonParser parser) throws IOException {
    String name = null;
    Boolean binary = null;
    int topClasses = 0;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "name" -> name = text(parser, "name of an output");
        case "parameters" -> {
          Parameters parameters = readParameters(parser);
          binary = parameters.binary;
          topClasses = parameters.topClasses;
          if (parameters.sharedMemory) {
            throw badRequest("shared memory is not supported; take the outputs from the answer");
          }
        }
        default -> parser.skipChildren();
      }
    }
    if (name == null) {
      throw badRequest("an output has no 'name'");
    }
    return new OutputDraft(name, binary, topClasses);
  }

  private static Parameters readParameters(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw badRequest("'parameters' must be a JSON object");
    }
    Parameters parameters = new Parameters();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "binary_data" -> parameters.binary = bool(parser, field);
        case "binary_data_output" -> parameters.binaryOutput = bool(parser, field);
        case "binary_data_size" -> parameters.binarySize = whole(parser, field, Integer.MAX_VALUE);
        case "classification" -> parameters.topClasses = (int) whole(parser, field, 1_000_000);
        case "shared_memory_region" -> parameters.sharedMemory = true;
        default -> parser.skipChildren();
      }
    }
    return parameters;
  }

  private static String text(JsonParser parser, String what) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw badRequest("the " + what + " must be a text");
    }
    return parser.getText();
  }

  private static boolean bool(JsonParser parser, String parameter) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> throw badRequest("the parameter '" + parameter + "' must be true or false");
    };
  }

  private static long whole(JsonParser parser, String parameter, int most) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      long value = parser.getLongValue();
      if (value >= 0 && value <= most) {
        return value;
      }
    }
    throw badRequest("the parameter '" + parameter + "' must be from 0 to " + most);
  }

  private static void forEachObject(JsonParser parser, String field, ObjectReader reader)
      throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw badRequest("'" + field + "' must be a list");
    }
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      reader.read(parser);
    }
    if (parser.currentToken() != JsonToken.END_ARRAY) {
      throw badRequest("'" + field + "' must be a list of objects");
    }
  }

  private String describeModel() {
    return "model '"
        + model.name()
        + "' takes one input '"
        + model.input().name()
        + "' of "
        + model.input();
  }

  @FunctionalInterface
  private interface ObjectReader {
    void read(JsonParser parser) throws IOException;
  }

  private static final class Draft {
    private @Nullable String id;
    private boolean binaryOutput;
    private final List<InputTensor> inputs = new ArrayList<>();
    private final List<OutputDraft> outputs = new ArrayList<>();
  }

  private record OutputDraft(String name, @Nullable Boolean binary, int topClasses) {}

  private static final class Parameters {
    private @Nullable Boolean binary;
    private @Nullable Boolean binaryOutput;
    private @Nullable Long binarySize;
    private int topClasses;
    private boolean sharedMemory;
  }
}
