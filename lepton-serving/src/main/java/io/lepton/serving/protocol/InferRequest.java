package io.lepton.serving.protocol;

import java.util.List;
import java.util.Optional;

/**
 * A checked inference request, ready for the model.
 *
 * @param id what the client calls it, given back in the answer
 * @param rows how many rows {@code values} holds; at least 1
 * @param values row after row, as long as the model's input demands; finite. Not copied: whoever
 *     holds the request must not write to it
 * @param outputs what to answer; never empty
 */
@SuppressWarnings("ArrayRecordComponent") // Values pass through once; a copy would double the cost.
public record InferRequest(
    Optional<String> id, int rows, float[] values, List<RequestedOutput> outputs) {

  public InferRequest {
    outputs = List.copyOf(outputs);
  }

  /**
   * An output that the client wants.
   *
   * @param spec of the model
   * @param encoding how its elements travel
   * @param topClasses 0 for the tensor itself; otherwise that many classes with the highest scores
   *     as texts {@code score:index:label} (the classification extension)
   */
  public record RequestedOutput(TensorSpec spec, Encoding encoding, int topClasses) {}

  /** How the elements of a tensor travel. */
  public enum Encoding {
    /** As numbers in the JSON text. */
    JSON,
    /** As little-endian bytes behind the JSON text. */
    BINARY
  }
}
