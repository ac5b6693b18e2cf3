package io.lepton.local.runtime;

import io.lepton.spi.compute.MachineType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** This machine's size. */
final class Host {
  private static final double KIB_PER_GIB = 1 << 20;

  private Host() {}

  /** The one machine type there is. */
  static MachineType machineType() {
    return new MachineType(
        "host",
        Runtime.getRuntime().availableProcessors(),
        memoryGib(Path.of("/proc/meminfo")),
        "",
        0);
  }

  /** Physical memory; where the system does not tell, what this JVM may take. */
  static double memoryGib(Path meminfo) {
    try {
      for (String line : Files.readAllLines(meminfo)) {
        if (line.startsWith("MemTotal:")) {
          return Double.parseDouble(line.replaceAll("[^0-9]", "")) / KIB_PER_GIB;
        }
      }
    } catch (IOException notLinux) {
      // Falls through to what the JVM knows.
    }
    return Runtime.getRuntime().maxMemory() / 1024.0 / KIB_PER_GIB;
  }
}
