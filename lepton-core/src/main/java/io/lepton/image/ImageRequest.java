package io.lepton.image;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * An image to build. Its working directory is {@code /app}, which holds the class path in {@code
 * lib/} and the model in {@code model/}; its entry point is {@code java <jvmFlags> -cp lib/*
 * <mainClass> --model model <arguments>}, relative to that directory, so that the same image runs
 * in a container and unpacked in a folder.
 *
 * @param target where it goes
 * @param base what it stands on
 * @param classPath jars, each with a name of its own
 * @param model a folder, or one file
 * @param mainClass the program, {@link Builder#mainClass} unless told otherwise
 * @param jvmFlags flags of its JVM
 * @param arguments after {@code --model model}
 * @param environment variables that the image sets
 * @param labels of the image, OCI annotations among them ({@code org.opencontainers.image.source})
 * @param architecture of the base and of scratch images, as OCI names it: {@code amd64}
 */
public record ImageRequest(
    ImageTarget target,
    ImageBase base,
    List<Path> classPath,
    Path model,
    String mainClass,
    List<String> jvmFlags,
    List<String> arguments,
    Map<String, String> environment,
    Map<String, String> labels,
    String architecture) {

  /** The port that an image exposes; what a replica listens on is told by {@code PORT}. */
  public static final int PORT = 8080;

  public ImageRequest {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(base, "base");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(mainClass, "mainClass");
    Objects.requireNonNull(architecture, "architecture");
    classPath = List.copyOf(classPath);
    jvmFlags = List.copyOf(jvmFlags);
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
    labels = Map.copyOf(labels);
  }

  /** Starts a request for {@code model} in an image at {@code target}. */
  public static Builder of(Path model, ImageTarget target) {
    return new Builder(model, target);
  }

  /** Collects the parts of a request. Not thread safe. */
  public static final class Builder {
    private final Path model;
    private final ImageTarget target;
    private ImageBase base = new ImageBase.Scratch();
    private List<Path> classPath = List.of();
    private String mainClass = "io.lepton.serving.ServeMain";
    private final List<String> jvmFlags = new ArrayList<>();
    private final List<String> arguments = new ArrayList<>();
    private final Map<String, String> environment = new TreeMap<>();
    private final Map<String, String> labels = new TreeMap<>();
    private String architecture = "amd64";

    private Builder(Path model, ImageTarget target) {
      this.model = model;
      this.target = target;
    }

    /** Stands on {@code value}; scratch unless told. */
    public Builder base(ImageBase value) {
      base = value;
      return this;
    }

    /** Takes these jars; a folder in the list stands for the jars in it. */
    public Builder classPath(List<Path> value) {
      classPath = value;
      return this;
    }

    /** Runs another program than Lepton's inference server. */
    public Builder mainClass(String value) {
      mainClass = value;
      return this;
    }

    /** Adds flags of the JVM. */
    public Builder jvmFlags(String... values) {
      jvmFlags.addAll(List.of(values));
      return this;
    }

    /** Adds arguments of the program. */
    public Builder arguments(String... values) {
      arguments.addAll(List.of(values));
      return this;
    }

    /** Sets a variable. */
    public Builder environment(String name, String value) {
      environment.put(name, value);
      return this;
    }

    /** Sets a label. */
    public Builder label(String name, String value) {
      labels.put(name, value);
      return this;
    }

    /** Builds for another processor than amd64. */
    public Builder architecture(String value) {
      architecture = value;
      return this;
    }

    /** The request; nothing is read yet. */
    public ImageRequest build() {
      return new ImageRequest(
          target,
          base,
          classPath,
          model,
          mainClass,
          jvmFlags,
          arguments,
          environment,
          labels,
          architecture);
    }
  }
}
