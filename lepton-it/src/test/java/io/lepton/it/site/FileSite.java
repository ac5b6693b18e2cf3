package io.lepton.it.site;

import io.lepton.local.LocalProvider;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Folders below one folder. */
public final class FileSite implements Site {
  private final Path root;

  /** Makes its places below {@code root}, which the caller deletes. */
  public FileSite(Path root) {
    this.root = root;
  }

  @Override
  public String scheme() {
    return "file";
  }

  @Override
  public CloudProvider provider() {
    return new LocalProvider();
  }

  @Override
  public String endpoint() {
    return "";
  }

  @Override
  public Map<String, String> settings(String endpoint) {
    return Map.of();
  }

  @Override
  public Place emptyPlace() {
    try {
      return Place.file(Files.createTempDirectory(root, "place"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keys that are no paths are kept under other names, which are Lepton's own. */
  @Override
  public boolean rcloneNames(Place place, String key) {
    if (!Site.super.rcloneNames(place, key)) {
      return false;
    }
    Path file = place.toPath().resolve(key);
    return file.normalize().equals(file) && Files.isRegularFile(file);
  }

  @Override
  public String prefix() {
    return "";
  }

  @Override
  public String rclonePath(Place place) {
    return place.toPath().toString();
  }

  @Override
  public Map<String, String> rcloneEnvironment() {
    return Map.of("RCLONE_LOCAL_ENCODING", "None");
  }

  @Override
  public void close() {}
}
