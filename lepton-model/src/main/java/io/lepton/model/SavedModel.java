package io.lepton.model;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.ParameterList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model on disk whose description has been read and whose files' digests have been proven.
 * Immutable; the files must not change while it is in use.
 *
 * @param folder where the files lie
 * @param description what {@code model.json} says
 */
public record SavedModel(Path folder, ModelDescription description) {

  /** Name of the description's file. */
  public static final String DESCRIPTION_FILE = "model.json";

  private static final String ENGINE = "PyTorch";

  /**
   * Reads a model: a folder with {@code model.json}, that file itself, or a bare TorchScript file
   * ({@code .pt}), of which only the name is known until it runs.
   *
   * @throws ModelFormatException when it is missing, unreadable or damaged, or of an unknown format
   */
  public static SavedModel load(Path place) {
    if (!Files.exists(place)) {
      throw new ModelFormatException(
          place
              + ": there is no such model; expected a folder with "
              + DESCRIPTION_FILE
              + " or a TorchScript file (.pt)");
    }
    if (!Files.isDirectory(place)) {
      Path folder = ModelFiles.parent(place);
      if (place.endsWith(DESCRIPTION_FILE)) {
        return load(folder);
      }
      if (place.toString().endsWith(".pt")) {
        return bareTorchScript(place, folder);
      }
      throw new ModelFormatException(
          place
              + ": is no model; expected a folder with "
              + DESCRIPTION_FILE
              + " or a TorchScript file (.pt)");
    }
    Path file = place.resolve(DESCRIPTION_FILE);
    if (!Files.exists(file)) {
      return onlyTorchScript(place);
    }
    ModelDescription description = ModelJson.read(file);
    prove(place, file, description.params(), description.paramsSha256(), "params");
    prove(place, file, description.torchscript(), description.torchscriptSha256(), "torchscript");
    if (!description.isTorchScript() && description.params() == null) {
      throw new ModelFormatException(file + ": needs 'params', the file of the parameters");
    }
    return new SavedModel(place, description);
  }

  /**
   * Saves a network's parameters and its description. {@code model.json} is written last and the
   * old one is removed first, so that whoever looks sees the old model, none, or the new one.
   * Called twice with the same values it ends in the same state.
   *
   * @param folder created when missing
   * @param description of the network; the name and the digest of the parameters are filled in
   * @param network initialised, built from that description
   * @throws IOException when the disk refuses
   */
  public static SavedModel save(Path folder, ModelDescription description, Block network)
      throws IOException {
    Files.createDirectories(folder);
    Path work = Files.createTempDirectory(folder, ".saving-");
    try (Model model = Model.newInstance(description.name(), Device.cpu(), ENGINE)) {
      model.setBlock(network);
      model.save(work, description.name());
      String file = description.name() + "-0000.params";
      Path written = work.resolve(file);
      ModelDescription complete = description.withParams(file, ModelFiles.sha256(written));
      Path json = work.resolve(DESCRIPTION_FILE);
      ModelJson.write(json, complete);
      ModelFiles.force(written);
      ModelFiles.force(json);
      Files.deleteIfExists(folder.resolve(DESCRIPTION_FILE));
      Files.move(written, folder.resolve(file), StandardCopyOption.ATOMIC_MOVE);
      Files.move(json, folder.resolve(DESCRIPTION_FILE), StandardCopyOption.ATOMIC_MOVE);
      return new SavedModel(folder, complete);
    } finally {
      ModelFiles.deleteTree(work);
    }
  }

  /** Opens the network for inference on the CPU; the caller closes it. */
  public Model open() {
    return open(Device.cpu(), Purpose.INFERENCE);
  }

  /**
   * Opens the network with its parameters; the caller closes it. Each call gives a network of its
   * own. Give it raw values: it standardises them itself.
   *
   * @throws ModelFormatException when the parameters do not fit the description
   */
  public Model open(Device device, Purpose purpose) {
    Model model = Model.newInstance(description.name(), device, ENGINE);
    try {
      String torchscript = description.torchscript();
      if (torchscript != null) {
        model.load(
            folder,
            torchscript,
            Map.of("trainParam", Boolean.toString(purpose == Purpose.TRAINING)));
        return model;
      }
      Block network = Networks.build(description);
      model.setBlock(network);
      model.load(folder, description.name());
      checkShapes(network);
      if (purpose == Purpose.INFERENCE) {
        network.freezeParameters(true);
      }
      // Loading leaves the names of the inputs empty, without which DJL cannot save again.
      network.initialize(
          model.getNDManager(),
          DataType.FLOAT32,
          new Shape(1).addAll(new Shape(description.input().shape())));
      return model;
    } catch (IOException | MalformedModelException | RuntimeException e) {
      model.close();
      if (e instanceof ModelFormatException known) {
        throw known;
      }
      throw new ModelFormatException(
          folder + ": the model cannot be opened: " + rootMessage(e) + "; export it again", e);
    }
  }

  /** What a network is opened for. */
  public enum Purpose {
    /** To answer. */
    INFERENCE,
    /** To be changed: a TorchScript file's parameters ask for gradients. */
    TRAINING
  }

  /** DJL takes parameters of any shape from the file; the description says which are right. */
  private void checkShapes(Block loaded) {
    Path json = folder.resolve(DESCRIPTION_FILE);
    Shape example = new Shape(1).addAll(new Shape(description.input().shape()));
    Shape expected = new Shape(1).addAll(new Shape(description.output().shape()));
    Block described = Networks.build(description);
    Shape[] outputs;
    try (NDManager scratch = NDManager.newBaseManager(Device.cpu(), ENGINE)) {
      described.initialize(scratch, DataType.FLOAT32, example);
      outputs = described.getOutputShapes(new Shape[] {example});
    } catch (IllegalArgumentException | IllegalStateException | EngineException e) {
      throw new ModelFormatException(
          json + ": the layers do not fit together: " + rootMessage(e), e);
    }
    if (outputs.length != 1 || !outputs[0].equals(expected)) {
      throw new ModelFormatException(
          json + ": the layers give shape " + List.of(outputs) + ", but 'output' says " + expected);
    }
    ParameterList wanted = described.getParameters();
    ParameterList found = loaded.getParameters();
    for (int i = 0; i < wanted.size(); i++) {
      Shape right = wanted.valueAt(i).getShape();
      Shape there = found.valueAt(i).getShape();
      if (!right.equals(there)) {
        throw new ModelFormatException(
            folder.resolve(String.valueOf(description.params()))
                + ": "
                + wanted.keyAt(i)
                + " has shape "
                + there
                + ", but the layers of "
                + DESCRIPTION_FILE
                + " need "
                + right);
      }
    }
  }

  private static SavedModel onlyTorchScript(Path folder) {
    List<Path> scripts = ModelFiles.list(folder, ".pt");
    if (scripts.size() != 1) {
      throw new ModelFormatException(
          folder
              + ": holds no "
              + DESCRIPTION_FILE
              + " and "
              + (scripts.isEmpty() ? "no" : "more than one")
              + " TorchScript file (.pt); expected a saved model");
    }
    return bareTorchScript(scripts.get(0), folder);
  }

  private static SavedModel bareTorchScript(Path file, Path folder) {
    if (!ModelFiles.startsWith(file, 'P', 'K')) {
      throw new ModelFormatException(
          file + ": is no TorchScript file; expected what torch.jit.save writes");
    }
    String fileName = ModelFiles.name(file);
    String name = fileName.substring(0, fileName.length() - ".pt".length());
    try {
      return new SavedModel(
          folder,
          new ModelDescription(
              ModelDescription.FORMAT,
              name,
              TensorDescription.floats("input", -1),
              TensorDescription.floats("scores", -1),
              List.of(),
              List.of(),
              null,
              null,
              null,
              fileName,
              null));
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(file + ": " + e.getMessage() + "; rename the file", e);
    }
  }

  private static void prove(
      Path folder, Path json, @Nullable String name, @Nullable String sha256, String field) {
    if (name == null) {
      return;
    }
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new ModelFormatException(
          json + ": '" + field + "' names " + name + ", which is not there; copy the whole folder");
    }
    String found = ModelFiles.sha256(file);
    if (sha256 != null && !sha256.equals(found)) {
      throw new ModelFormatException(
          file
              + ": is damaged: its SHA-256 is "
              + found
              + ", but "
              + DESCRIPTION_FILE
              + " says "
              + sha256
              + "; copy it again");
    }
  }

  private static String rootMessage(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null
        ? root.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
