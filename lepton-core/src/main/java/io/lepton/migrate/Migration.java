package io.lepton.migrate;

import io.lepton.config.ConfigFile;
import io.lepton.config.ConfigNode;
import io.lepton.config.InputException;
import io.lepton.deploy.DeploySpec;
import io.lepton.deploy.Gates;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What to move and how: the content of a migration file. Immutable; reading one opens nothing but
 * the file.
 *
 * @param name names the migration and its state folder: letters, digits, dots and dashes
 * @param folder where the state folder {@code .lepton} lies and where relative paths start
 * @param data transfers, in order
 * @param model the model; empty when only data moves
 * @param image the serving image; needs a model
 * @param deploy the service; needs an image
 * @param allocate how the machines of the service are chosen; needs a service
 * @param gates what must hold for the new service to be kept
 */
public record Migration(
    String name,
    Path folder,
    List<DataMove> data,
    Optional<ModelMove> model,
    Optional<ImageSpec> image,
    Optional<DeploySpec> deploy,
    Optional<AllocateSpec> allocate,
    Gates gates) {

  public Migration {
    data = List.copyOf(data);
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(gates, "gates");
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9.-]{0,62}")) {
      throw new InputException(
          "name '" + name + "' must be 1 to 63 letters, digits, dots and dashes");
    }
    if (data.isEmpty() && model.isEmpty()) {
      throw new InputException("migration " + name + " moves nothing; give it data or a model");
    }
    if (image.isPresent() && model.isEmpty()) {
      throw new InputException("migration " + name + " has an image but no model to put into it");
    }
    if (deploy.isPresent() && image.isEmpty()) {
      throw new InputException("migration " + name + " deploys but builds no image to deploy");
    }
    if (allocate.isPresent() && deploy.isEmpty()) {
      throw new InputException(
          "migration " + name + " allocates machines but deploys no service to run on them");
    }
  }

  /**
   * Reads a migration file (YAML, or the same in JSON).
   *
   * @throws InputException naming file, line and field
   */
  public static Migration read(Path file) {
    ConfigNode root = ConfigFile.read(file);
    Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/"));
    root.allow("name", "data", "model", "image", "deploy", "allocate", "gates");
    Builder builder = named(root.require("name").text()).folder(folder);
    root.find("data")
        .ifPresent(list -> list.items().forEach(item -> builder.data(DataMove.read(item, folder))));
    root.find("model").ifPresent(node -> builder.model(ModelMove.read(node, folder)));
    root.find("image").ifPresent(node -> builder.image(ImageSpec.read(node, folder)));
    root.find("deploy").ifPresent(node -> builder.deploy(DeploySpec.read(node)));
    root.find("allocate").ifPresent(node -> builder.allocate(AllocateSpec.read(node, folder)));
    root.find("gates").ifPresent(node -> builder.gates(Gates.read(node)));
    try {
      return builder.build();
    } catch (InputException e) {
      throw new InputException(file + ": " + e.getMessage(), e);
    }
  }

  /** Starts a migration in the working folder. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** Collects the parts of a migration. Not thread safe. */
  public static final class Builder {
    private final String name;
    private Path folder = Path.of("").toAbsolutePath();
    private final List<DataMove> data = new ArrayList<>();
    private Optional<ModelMove> model = Optional.empty();
    private Optional<ImageSpec> image = Optional.empty();
    private Optional<DeploySpec> deploy = Optional.empty();
    private Optional<AllocateSpec> allocate = Optional.empty();
    private Gates gates = Gates.none();

    private Builder(String name) {
      this.name = name;
    }

    /** Keeps state below this folder; the working folder unless told. */
    public Builder folder(Path value) {
      folder = value.toAbsolutePath();
      return this;
    }

    /** Adds a transfer. */
    public Builder data(DataMove move) {
      data.add(move);
      return this;
    }

    /** Moves a model. */
    public Builder model(ModelMove move) {
      model = Optional.of(move);
      return this;
    }

    /** Packs a serving image. */
    public Builder image(ImageSpec spec) {
      image = Optional.of(spec);
      return this;
    }

    /** Deploys it. */
    public Builder deploy(DeploySpec spec) {
      deploy = Optional.of(spec);
      return this;
    }

    /** Chooses its machines. */
    public Builder allocate(AllocateSpec spec) {
      allocate = Optional.of(spec);
      return this;
    }

    /** Demands this of the new service. */
    public Builder gates(Gates value) {
      gates = value;
      return this;
    }

    /**
     * Checks the parts against each other.
     *
     * @throws InputException naming what is missing
     */
    public Migration build() {
      return new Migration(name, folder, data, model, image, deploy, allocate, gates);
    }
  }
}
