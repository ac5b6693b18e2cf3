package io.lepton.aws.client;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** System properties that have the SDK look into one folder, and nowhere else, until closed. */
final class SdkProperties implements AutoCloseable {
  private final Map<String, String> before = new HashMap<>();
  private final Path folder;

  SdkProperties(Path folder) {
    this.folder = folder;
    set("aws.sharedCredentialsFile", credentials().toString());
    set("aws.configFile", config().toString());
    set("aws.disableEc2Metadata", "true");
  }

  Path credentials() {
    return folder.resolve("credentials");
  }

  Path config() {
    return folder.resolve("config");
  }

  void set(String property, String value) {
    before.putIfAbsent(property, System.getProperty(property, ""));
    System.setProperty(property, value);
  }

  @Override
  public void close() {
    before.forEach(
        (property, value) -> {
          if (value.isEmpty()) {
            System.clearProperty(property);
          } else {
            System.setProperty(property, value);
          }
        });
  }
}
