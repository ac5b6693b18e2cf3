package io.lepton.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code model.json} says; the package's description shows one. Either {@code layers}, {@code
 * params} and their digest are there, or {@code torchscript} and its digest.
 *
 * @param format version of the format; {@value #FORMAT}
 * @param name of the model; also the start of the parameters' file name
 * @param input one example
 * @param output its scores, one a class
 * @param classes names of the classes in the order of the scores; empty when they have none
 * @param layers the network from input to output
 * @param standardisation what the network does to its input first; null for nothing
 * @param params file of the parameters, beside {@code model.json}; null before the first save
 * @param paramsSha256 its SHA-256 digest in lower-case hexadecimal
 * @param torchscript the TorchScript file, beside {@code model.json}
 * @param torchscriptSha256 its SHA-256 digest in lower-case hexadecimal
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelDescription(
    int format,
    String name,
    TensorDescription input,
    TensorDescription output,
    List<String> classes,
    List<LayerDescription> layers,
    @Nullable Standardisation standardisation,
    @Nullable String params,
    @JsonProperty("params_sha256") @Nullable String paramsSha256,
    @Nullable String torchscript,
    @JsonProperty("torchscript_sha256") @Nullable String torchscriptSha256) {

  /** The version that this code reads and writes. */
  public static final int FORMAT = 1;

  /** Checks the parts against each other. */
  public ModelDescription {
    if (format != FORMAT) {
      throw new IllegalArgumentException(
          "format is " + format + "; this version of Lepton reads format " + FORMAT);
    }
    if (name == null || !name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,127}")) {
      throw new IllegalArgumentException(
          "name must be letters, digits, '.', '_' and '-', at most 128, not '" + name + "'");
    }
    if (input == null || output == null) {
      throw new IllegalArgumentException("a model needs 'input' and 'output'");
    }
    classes = classes == null ? List.of() : List.copyOf(classes);
    layers = layers == null ? List.of() : List.copyOf(layers);
    if (layers.isEmpty() == (torchscript == null)) {
      throw new IllegalArgumentException("a model has either 'layers' or 'torchscript'");
    }
    if (!classes.isEmpty() && output.isKnown() && output.elements() != classes.size()) {
      throw new IllegalArgumentException(
          "there are " + classes.size() + " classes, but the output has shape " + output.shape());
    }
    if (standardisation != null
        && !standardisation.isUniform()
        && standardisation.mean().size() != input.elements()) {
      throw new IllegalArgumentException(
          "standardisation has "
              + standardisation.mean().size()
              + " means, but the input has shape "
              + input.shape());
    }
    plainFile("params", params);
    plainFile("torchscript", torchscript);
  }

  /** A network that has no parameters yet. */
  public static ModelDescription network(
      String name,
      TensorDescription input,
      List<String> classes,
      List<LayerDescription> layers,
      @Nullable Standardisation standardisation) {
    return new ModelDescription(
        FORMAT,
        name,
        input,
        TensorDescription.floats("scores", classes.size()),
        classes,
        layers,
        standardisation,
        null,
        null,
        null,
        null);
  }

  /** The same with another standardisation. */
  public ModelDescription withStandardisation(@Nullable Standardisation other) {
    return new ModelDescription(
        format,
        name,
        input,
        output,
        classes,
        layers,
        other,
        params,
        paramsSha256,
        torchscript,
        torchscriptSha256);
  }

  /** The same, naming the file of the parameters and its digest. */
  public ModelDescription withParams(@Nullable String file, @Nullable String sha256) {
    return new ModelDescription(
        format, name, input, output, classes, layers, standardisation, file, sha256, null, null);
  }

  /** Whether the network is a TorchScript file. */
  @JsonIgnore
  public boolean isTorchScript() {
    return torchscript != null;
  }

  private static void plainFile(String field, @Nullable String file) {
    if (file != null && (!file.matches("[^/\\\\]+") || file.matches("\\.+"))) {
      throw new IllegalArgumentException(
          "'" + field + "' must name a file beside model.json, not '" + file + "'");
    }
  }
}
