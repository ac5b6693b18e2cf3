package io.lepton.it.site;

import io.lepton.spi.CloudProvider;
import io.lepton.spi.Place;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/** One kind of place on a server that the tests start themselves. */
public interface Site extends AutoCloseable {

  /** The scheme of its places. */
  String scheme();

  /** Opens its places. */
  CloudProvider provider();

  /** Where its server listens; empty for folders. */
  String endpoint();

  /** What the provider is told, with {@code endpoint} in the server's place. */
  Map<String, String> settings(String endpoint);

  /** A place that holds nothing, another one at each call. */
  Place emptyPlace();

  /** What all keys of this kind of place begin with, before the key itself. */
  String prefix();

  /** Whether the service or its emulator takes this key at all; 1,024 bytes are the most. */
  default boolean takesKey(String key) {
    return (prefix() + key).getBytes(StandardCharsets.UTF_8).length <= 1024;
  }

  /**
   * Whether the emulator keeps this key apart from others as the service would; what it does not is
   * left out of the tests.
   */
  default boolean emulatorKeeps(String key, Set<String> others) {
    return true;
  }

  /** Whether rclone can name this object of a place. */
  default boolean rcloneNames(Place place, String key) {
    return !key.matches("(?s)/.*|.*/|.*//.*|.*[\\n\\r].*|(.*/)?\\.{1,2}(/.*)?");
  }

  /** A place as rclone writes it, with {@link #rcloneEnvironment}. */
  String rclonePath(Place place);

  /** What rclone is told of the server. */
  Map<String, String> rcloneEnvironment();

  @Override
  void close();
}
