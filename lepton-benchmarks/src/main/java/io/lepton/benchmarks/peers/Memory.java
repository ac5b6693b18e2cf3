package io.lepton.benchmarks.peers;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;

/** The most memory used since a reset: the Java heap, and on Linux the whole process's. */
final class Memory {
  private static final Path CLEAR = Path.of("/proc/self/clear_refs");
  private static final Path STATUS = Path.of("/proc/self/status");

  private final long heapBefore;
  private final long residentBefore;

  private Memory(long heapBefore, long residentBefore) {
    this.heapBefore = heapBefore;
    this.residentBefore = residentBefore;
  }

  static Memory reset() {
    System.gc();
    ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
    try {
      // 5 resets the high-water mark of the resident set (man 5 proc).
      Files.writeString(CLEAR, "5");
    } catch (IOException e) {
      return new Memory(heapPeak(), -1);
    }
    return new Memory(heapPeak(), resident());
  }

  /** MiB of heap above what lay there before. */
  double heapMib() {
    return Math.max(0, heapPeak() - heapBefore) / 1048576.0;
  }

  /** MiB that the process held above what it held before, native libraries' too; NaN if unknown. */
  double residentMib() {
    long now = residentBefore < 0 ? -1 : resident();
    return now < 0 ? Double.NaN : Math.max(0, now - residentBefore) / 1024.0;
  }

  private static long heapPeak() {
    long sum = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == MemoryType.HEAP) {
        sum += pool.getPeakUsage().getUsed();
      }
    }
    return sum;
  }

  private static long resident() {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(-1);
    } catch (IOException e) {
      return -1;
    }
  }
}
