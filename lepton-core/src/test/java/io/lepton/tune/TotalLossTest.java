package io.lepton.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import io.lepton.prepare.Examples;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * One step of gradient descent on a linear network against {@code L_total} and its gradient, worked
 * out by hand: softmax cross-entropy {@code (p - y) x^T / N} and consistency {@code 2 lambda (s -
 * t) x^T / N}.
 */
class TotalLossTest {
  private static final int INPUTS = 3;
  private static final int CLASSES = 2;
  private static final int ROWS = 5;
  private static final double LAMBDA = 0.7;
  private static final double RATE = 0.1;

  private final Random random = new Random(4);
  private final float[] features = numbers(ROWS * INPUTS);
  private final int[] labels = {0, 1, 1, 0, 1};

  @Test
  void lossAndGradientAreThoseOfTheFormula() {
    try (Model student = linear(1);
        Model teacher = linear(2)) {
      double[] weight = doubles(array(student, Parameter.Type.WEIGHT));
      double[] bias = doubles(array(student, Parameter.Type.BIAS));
      double[] taught = doubles(array(teacher, Parameter.Type.WEIGHT));
      double[] taughtBias = doubles(array(teacher, Parameter.Type.BIAS));
      double loss = 0;
      double[] wanted = weight.clone();
      double[] wantedBias = bias.clone();
      for (int row = 0; row < ROWS; row++) {
        double[] own = scores(weight, bias, row);
        double[] other = scores(taught, taughtBias, row);
        double sum = Math.exp(own[0]) + Math.exp(own[1]);
        loss -= Math.log(Math.exp(own[labels[row]]) / sum) / ROWS;
        for (int k = 0; k < CLASSES; k++) {
          double distance = own[k] - other[k];
          loss += LAMBDA * distance * distance / ROWS;
          double slope =
              (Math.exp(own[k]) / sum - (labels[row] == k ? 1 : 0) + 2 * LAMBDA * distance) / ROWS;
          wantedBias[k] -= RATE * slope;
          for (int i = 0; i < INPUTS; i++) {
            wanted[k * INPUTS + i] -= RATE * slope * features[row * INPUTS + i];
          }
        }
      }
      Examples examples = new Examples(features, labels, INPUTS);
      double[] told = new double[1];
      float[][] stepped = new float[2][];
      FineTuner.of(student)
          .teacher(teacher)
          .consistency(LAMBDA)
          .optimizer(new OptimizerSpec(OptimizerSpec.Name.SGD, RATE, 0, 0), Schedule.constant())
          .epochs(1)
          .batchSize(ROWS)
          .watch(
              new TuningWatch() {
                @Override
                public void batch(int epoch, long done, long total, double value) {
                  told[0] = value;
                  stepped[0] = array(student, Parameter.Type.WEIGHT);
                  stepped[1] = array(student, Parameter.Type.BIAS);
                }

                @Override
                public void epoch(EpochFigures figures) {}
              })
          .fit(examples, examples, List.of((long) INPUTS));

      assertThat(told[0]).isCloseTo(loss, within(1e-5));
      for (int i = 0; i < wanted.length; i++) {
        assertThat((double) stepped[0][i]).isCloseTo(wanted[i], within(1e-5));
      }
      for (int k = 0; k < CLASSES; k++) {
        assertThat((double) stepped[1][k]).isCloseTo(wantedBias[k], within(1e-5));
      }
    }
  }

  private double[] scores(double[] weight, double[] bias, int row) {
    double[] scores = bias.clone();
    for (int k = 0; k < CLASSES; k++) {
      for (int i = 0; i < INPUTS; i++) {
        scores[k] += weight[k * INPUTS + i] * features[row * INPUTS + i];
      }
    }
    return scores;
  }

  private static Model linear(int seed) {
    Model model = Model.newInstance("linear", Device.cpu(), "PyTorch");
    model.getNDManager().getEngine().setRandomSeed(seed);
    Linear block = Linear.builder().setUnits(CLASSES).build();
    block.initialize(model.getNDManager(), DataType.FLOAT32, new Shape(1, INPUTS));
    model.setBlock(block);
    return model;
  }

  private static float[] array(Model model, Parameter.Type type) {
    return model.getBlock().getDirectParameters().values().stream()
        .filter(parameter -> parameter.getType() == type)
        .findFirst()
        .orElseThrow()
        .getArray()
        .toFloatArray();
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  private float[] numbers(int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }
}
