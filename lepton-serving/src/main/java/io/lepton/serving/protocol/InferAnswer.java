package io.lepton.serving.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.lepton.serving.protocol.InferRequest.Encoding;
import io.lepton.serving.protocol.InferRequest.RequestedOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The encoded answer to an inference request.
 *
 * @param body the JSON text, followed by binary tensors if the client asked for them
 * @param headerLength length of the JSON text; empty when it is the whole body
 */
@SuppressWarnings(
    "ArrayRecordComponent") // Written to the socket once; a copy would double the cost.
public record InferAnswer(byte[] body, OptionalInt headerLength) {
  private static final JsonFactory JSON = new JsonFactory();

  /**
   * Encodes the outputs that {@code request} wants.
   *
   * @param scores row after row, one number a class
   * @throws ProtocolException 500 when a score is not finite, which JSON cannot carry and no client
   *     should take for an answer
   */
  public static InferAnswer of(ModelSpec model, InferRequest request, float[] scores) {
    for (float score : scores) {
      if (!Float.isFinite(score)) {
        throw new ProtocolException(
            500, "model '" + model.name() + "' computed " + score + " for this input");
      }
    }
    ByteArrayOutputStream json = new ByteArrayOutputStream(256 + scores.length * 12);
    List<byte[]> binaries = new ArrayList<>();
    try (JsonGenerator out = JSON.createGenerator(json)) {
      out.writeStartObject();
      out.writeStringField("model_name", model.name());
      out.writeStringField("model_version", model.version());
      if (request.id().isPresent()) {
        out.writeStringField("id", request.id().get());
      }
      out.writeArrayFieldStart("outputs");
      for (RequestedOutput output : request.outputs()) {
        writeOutput(out, model, request.rows(), output, scores, binaries);
      }
      out.writeEndArray();
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (binaries.isEmpty()) {
      return new InferAnswer(json.toByteArray(), OptionalInt.empty());
    }
    int headerLength = json.size();
    binaries.forEach(json::writeBytes);
    return new InferAnswer(json.toByteArray(), OptionalInt.of(headerLength));
  }

  private static void writeOutput(
      JsonGenerator out,
      ModelSpec model,
      int rows,
      RequestedOutput output,
      float[] scores,
      List<byte[]> binaries)
      throws IOException {
    int classes = model.scores().rowLength();
    boolean numbers = output.spec().dataType() == DataType.FP32 && output.topClasses() == 0;
    int perRow = numbers ? classes : Math.min(Math.max(output.topClasses(), 1), classes);
    out.writeStartObject();
    out.writeStringField("name", output.spec().name());
    out.writeStringField("datatype", (numbers ? DataType.FP32 : DataType.BYTES).name());
    out.writeArrayFieldStart("shape");
    out.writeNumber(rows);
    if (numbers) {
      for (long dimension : model.scores().shape().subList(1, model.scores().shape().size())) {
        out.writeNumber(dimension);
      }
    } else if (output.topClasses() > 0) {
      out.writeNumber(perRow);
    }
    out.writeEndArray();
    if (output.encoding() == Encoding.BINARY) {
      byte[] bytes = numbers ? bytes(scores) : bytes(texts(model, rows, output, perRow, scores));
      binaries.add(bytes);
      out.writeObjectFieldStart("parameters");
      out.writeNumberField("binary_data_size", bytes.length);
      out.writeEndObject();
    } else {
      out.writeArrayFieldStart("data");
      if (numbers) {
        for (float score : scores) {
          out.writeNumber(score);
        }
      } else {
        for (String text : texts(model, rows, output, perRow, scores)) {
          out.writeString(text);
        }
      }
      out.writeEndArray();
    }
    out.writeEndObject();
  }

  private static List<String> texts(
      ModelSpec model, int rows, RequestedOutput output, int perRow, float[] scores) {
    int classes = model.scores().rowLength();
    List<String> texts = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      int offset = row * classes;
      IntStream.range(0, classes)
          .boxed()
          .sorted((a, b) -> Float.compare(scores[offset + b], scores[offset + a]))
          .limit(perRow)
          .map(
              index -> {
                String label = model.labels().isEmpty() ? "" : model.labels().get(index);
                if (output.topClasses() == 0) {
                  return label;
                }
                return scores[offset + index] + ":" + index + (label.isEmpty() ? "" : ":" + label);
              })
          .forEach(texts::add);
    }
    return texts;
  }

  private static byte[] bytes(float[] values) {
    ByteBuffer buffer =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(values);
    return buffer.array();
  }

  private static byte[] bytes(List<String> texts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String text : texts) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      bytes.writeBytes(
          ByteBuffer.allocate(Integer.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt(utf8.length)
              .array());
      bytes.writeBytes(utf8);
    }
    return bytes.toByteArray();
  }
}
