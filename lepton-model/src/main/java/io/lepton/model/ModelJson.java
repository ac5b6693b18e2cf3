package io.lepton.model;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads and writes {@code model.json}. */
final class ModelJson {
  private static final ObjectMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private ModelJson() {}

  static ModelDescription read(Path file) {
    try {
      ModelDescription description =
          JSON.readValue(Files.readAllBytes(file), ModelDescription.class);
      if (description == null) {
        throw new ModelFormatException(file + ": is empty; expected a model's description");
      }
      return description;
    } catch (JacksonException e) {
      throw new ModelFormatException(file + where(e) + ": " + problem(e), e);
    } catch (IOException e) {
      throw new ModelFormatException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  static void write(Path file, ModelDescription description) throws IOException {
    Files.writeString(
        file,
        JSON.writerWithDefaultPrettyPrinter().writeValueAsString(description)
            + System.lineSeparator());
  }

  private static String where(JacksonException error) {
    JsonLocation location = error.getLocation();
    return location == null ? "" : ":" + location.getLineNr();
  }

  private static String problem(JacksonException error) {
    if (error instanceof InvalidTypeIdException unknown) {
      return "'" + unknown.getTypeId() + "' is no known type of layer";
    }
    if (error instanceof UnrecognizedPropertyException unknown) {
      return "'"
          + unknown.getPropertyName()
          + "' is no known key; known are "
          + unknown.getKnownPropertyIds().stream()
              .map(String::valueOf)
              .sorted()
              .collect(Collectors.joining(", "));
    }
    if (error instanceof ValueInstantiationException && error.getCause() != null) {
      return String.valueOf(error.getCause().getMessage());
    }
    String path = error instanceof JsonMappingException mapping ? path(mapping) : null;
    return (path == null ? "" : path + ": ") + error.getOriginalMessage();
  }

  private static @Nullable String path(JsonMappingException error) {
    String path =
        error.getPath().stream()
            .map(
                step ->
                    step.getFieldName() == null
                        ? "[" + step.getIndex() + "]"
                        : "." + step.getFieldName())
            .collect(Collectors.joining());
    return path.isEmpty() ? null : path.replaceFirst("^\\.", "");
  }
}
