package io.lepton.serving.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Routes with their generation as JSON, and the file that keeps them across restarts. The file is
 * replaced as a whole: a gateway killed while it writes finds the old or the new routes.
 */
final class RouteStore {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Optional<Path> file;

  /**
   * @param generation from 1, or 0 for {@link Routes#NONE} before anything was routed
   */
  record Numbered(long generation, Routes routes) {}

  RouteStore(Optional<Path> file) {
    this.file = file;
  }

  /**
   * What the file holds, generation 0 when there is none.
   *
   * @throws StateFileException when the file is there but does not hold routes
   */
  Numbered load() {
    if (file.isEmpty() || !Files.exists(file.get())) {
      return new Numbered(0, Routes.NONE);
    }
    try {
      JsonNode tree = JSON.readTree(Files.readAllBytes(file.get()));
      if (!(tree instanceof ObjectNode object) || !object.path("generation").isIntegralNumber()) {
        throw new StateFileException(unreadable("it has no 'generation'"));
      }
      long generation = object.remove("generation").asLong();
      return new Numbered(generation, JSON.treeToValue(object, Routes.class));
    } catch (IOException e) {
      throw new StateFileException(unreadable(e.getMessage()), e);
    }
  }

  /**
   * Writes the file; durable when it returns.
   *
   * @throws UncheckedIOException when that fails; the old file is untouched then
   */
  void save(Numbered routes) {
    if (file.isEmpty()) {
      return;
    }
    Path target = file.get().toAbsolutePath();
    Path temporary = target.resolveSibling(target.getFileName() + ".tmp");
    try {
      Path folder = target.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(tree(routes)));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the routes in " + target + ": " + e, e);
    }
  }

  /** The routes and, beside them, their {@code generation}. */
  static ObjectNode tree(Numbered numbered) {
    ObjectNode tree = JSON.createObjectNode().put("generation", numbered.generation());
    tree.setAll((ObjectNode) JSON.valueToTree(numbered.routes()));
    return tree;
  }

  /**
   * Reads what a client sent.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  static Routes parse(byte[] json) {
    try {
      return JSON.readValue(json, Routes.class);
    } catch (JsonProcessingException e) {
      Throwable cause = e.getCause();
      throw new IllegalArgumentException(
          cause instanceof IllegalArgumentException && cause.getMessage() != null
              ? cause.getMessage()
              : e.getOriginalMessage(),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String unreadable(@Nullable String why) {
    return "the routes file "
        + file.map(Path::toString).orElse("")
        + " cannot be read ("
        + why
        + "); mend it, or remove it and route anew";
  }
}
