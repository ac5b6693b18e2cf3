package io.lepton.cli.demo;

import io.lepton.config.InputException;
import io.lepton.model.SavedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The world before a demo's migration, in a folder: {@code east/lake} holds the data, {@code
 * workshop/models} the model that was trained on it, and {@code before.yaml} brings that model to
 * {@code east} as the old service. {@code west} is where all of it goes.
 */
public final class DemoWorld {
  /** Variable that names the folder of handwriting for {@link Kind#MNIST}. */
  public static final String MNIST_VARIABLE = "LEPTON_MNIST";

  private static final int CLIENT_REQUESTS = 200;
  private static final String LAKE =
      """
      Digits of 28 by 28 grey pixels: source/ in the style that the service was trained on,
      target/ in the style of its users at the new place.
      """;
  private static final String BEFORE =
      """
      # The world before: the old service, from the model as it left the workshop.
      name: NAME
      model: {from: "file:workshop/models/NAME/", to: "file:east/models/NAME/"}
      image: {name: "file:east/images/NAME.tar"}
      deploy:
        platform: local
        service: NAME
        replicas: 1
        demand: {vcpus: 1, memory_gib: 1}
        rollout: {shadow_requests: 0, steps: [100], hold_seconds: 0}
      """;

  private final Kind kind;
  private final Path folder;
  private final Digits source;
  private final Digits target;

  private DemoWorld(Kind kind, Path folder, Digits source, Digits target) {
    this.kind = kind;
    this.folder = folder;
    this.source = source;
    this.target = target;
  }

  /** The demos there are. */
  public enum Kind {
    /** Digits drawn here in several fonts. */
    DIGITS,
    /** Real handwriting from a folder of IDX files. */
    MNIST;

    /** Real handwriting varies more than what is drawn here, and there is less of it. */
    int sourceEpochs() {
      return switch (this) {
        case DIGITS -> 4;
        case MNIST -> 8;
      };
    }

    /** Its name on the command line, of its migration and of its model. */
    public String title() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Gathers the data of a world in {@code folder}; writes nothing yet.
   *
   * @param mnist folder of the handwriting, for {@link Kind#MNIST}
   * @throws InputException when the handwriting is not there
   */
  public static DemoWorld of(Kind kind, Path folder, Optional<Path> mnist) {
    return switch (kind) {
      case DIGITS -> {
        DigitPainter painter = new DigitPainter(7);
        yield new DemoWorld(
            kind,
            folder,
            painter.paint(4000, DigitPainter.Style.SOURCE),
            painter.paint(2500, DigitPainter.Style.TARGET));
      }
      case MNIST -> {
        Digits all = handwriting(mnist);
        int upright = all.count() * 2 / 5;
        yield new DemoWorld(
            kind,
            folder,
            all.part(0, upright),
            HandwritingTurner.turn(all.part(upright, all.count() - upright), 7));
      }
    };
  }

  private static Digits handwriting(Optional<Path> folder) {
    Path place =
        folder.orElseThrow(
            () ->
                new InputException(
                    "set "
                        + MNIST_VARIABLE
                        + " to a folder with "
                        + Digits.IMAGES
                        + " and "
                        + Digits.LABELS));
    try {
      return Digits.read(place);
    } catch (IOException e) {
      throw new InputException(MNIST_VARIABLE + ": " + e, e);
    }
  }

  private Path model() {
    return folder.resolve("workshop/models").resolve(kind.title());
  }

  /** The migration file that starts the old service. */
  public Path before() {
    return folder.resolve("before.yaml");
  }

  /** Writes the data and trains the model, unless an earlier demo did. */
  public void make(Consumer<String> progress) {
    try {
      Path lake = folder.resolve("east/lake");
      source.write(lake.resolve("source"));
      target.write(lake.resolve("target"));
      Files.writeString(lake.resolve("README.txt"), LAKE);
      Files.writeString(before(), BEFORE.replace("NAME", kind.title()));
      progress.accept(
          "%,d digits in the source's style and %,d in the target's in %s"
              .formatted(source.count(), target.count(), lake));
      if (Files.exists(model().resolve(SavedModel.DESCRIPTION_FILE))) {
        return;
      }
      int training = source.count() * 4 / 5;
      double accuracy =
          SourceModel.train(
              kind.title(),
              source.part(0, training),
              source.part(training, source.count() - training),
              kind.sourceEpochs(),
              model());
      progress.accept(
          "source model trained: it reads %.1f %% of its own style; it is in %s"
              .formatted(100 * accuracy, model()));
    } catch (IOException e) {
      throw new UncheckedIOException("the world cannot be written to " + folder, e);
    }
  }

  /** What the clients of the old service send: digits in its own style. */
  public List<String> requests() {
    return source
        .part(source.count() - CLIENT_REQUESTS, CLIENT_REQUESTS)
        .requests(SourceModel.INPUT);
  }

  /** One digit in the target's style as a request. */
  public String newRequest() {
    return target.part(0, 1).requests(SourceModel.INPUT).get(0);
  }

  /** Which digit that is. */
  public int newDigit() {
    return target.labels()[0];
  }
}
