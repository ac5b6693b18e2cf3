package io.lepton.serving;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.lepton.model.ModelDescription;
import io.lepton.model.ModelFormatException;
import io.lepton.model.SavedModel;
import io.lepton.model.TensorDescription;
import io.lepton.serving.protocol.DataType;
import io.lepton.serving.protocol.ModelSpec;
import io.lepton.serving.protocol.TensorSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A saved model on DJL's PyTorch engine. The network standardises raw values itself. Everything
 * that a pass allocates outside the heap is freed when it ends.
 */
public final class DjlPredictor implements Predictor {
  private final Model model;
  private final ParameterStore parameters;
  private final long[] rowShape;
  private final ModelSpec spec;

  private DjlPredictor(Model model, ModelDescription description, List<Long> rowShape) {
    this.model = model;
    this.parameters = new ParameterStore(model.getNDManager(), false);
    this.rowShape = rowShape.stream().mapToLong(Long::longValue).toArray();
    this.spec = spec(description, rowShape);
  }

  /**
   * Opens a model.
   *
   * @param place a folder with {@code model.json}, or a TorchScript file
   * @param rowShape shape of one row, for a TorchScript file without description; empty takes the
   *     description's
   * @throws ModelFormatException when it is missing, damaged, or of unknown shape
   */
  public static DjlPredictor open(Path place, List<Long> rowShape) {
    SavedModel saved = SavedModel.load(place);
    TensorDescription input = saved.description().input();
    List<Long> shape = rowShape.isEmpty() ? input.shape() : rowShape;
    if (shape.stream().anyMatch(size -> size < 1)) {
      throw new ModelFormatException(
          place
              + ": nothing says which input the model takes; write a model.json beside it, or give"
              + " the shape of one row, such as --input-shape 1,28,28");
    }
    if (input.isKnown() && !shape.equals(input.shape())) {
      throw new ModelFormatException(
          place + ": the model takes rows of shape " + input.shape() + ", not " + shape);
    }
    Model model = saved.open();
    try {
      return new DjlPredictor(model, saved.description(), shape);
    } catch (ModelFormatException e) {
      model.close();
      throw e;
    } catch (RuntimeException e) {
      model.close();
      throw new ModelFormatException(
          place + ": the model does not run on rows of shape " + shape + ": " + e.getMessage(), e);
    }
  }

  @Override
  public ModelSpec spec() {
    return spec;
  }

  @Override
  public float[] predict(float[] values, int rows) {
    try (NDManager scratch = model.getNDManager().newSubManager()) {
      return forward(scratch, values, rows).toFloatArray();
    }
  }

  /** How many arrays and groups of arrays the model holds outside the heap. */
  int arraysHeld() {
    return model.getNDManager().getManagedArrays().size();
  }

  @Override
  public void close() {
    model.close();
  }

  private NDArray forward(NDManager scratch, float[] values, int rows) {
    NDArray input = scratch.create(values, new Shape(rows).addAll(new Shape(rowShape)));
    return model.getBlock().forward(parameters, new NDList(input), false).singletonOrThrow();
  }

  private ModelSpec spec(ModelDescription description, List<Long> rowShape) {
    List<Long> scores = new ArrayList<>();
    try (NDManager scratch = model.getNDManager().newSubManager()) {
      int length = Math.toIntExact(new Shape(this.rowShape).size());
      for (long size : forward(scratch, new float[2 * length], 2).getShape().getShape()) {
        scores.add(size);
      }
    }
    if (scores.size() < 2 || scores.get(0) != 2) {
      throw new ModelFormatException(
          "model '"
              + description.name()
              + "' answers two rows with shape "
              + scores
              + "; expected one vector of scores a row");
    }
    return new ModelSpec(
        description.name(),
        "1",
        "djl_pytorch",
        new TensorSpec(description.input().name(), DataType.FP32, batched(rowShape)),
        new TensorSpec(
            description.output().name(), DataType.FP32, batched(scores.subList(1, scores.size()))),
        description.classes());
  }

  private static List<Long> batched(List<Long> row) {
    List<Long> shape = new ArrayList<>(Arrays.asList(-1L));
    shape.addAll(row);
    return shape;
  }
}
