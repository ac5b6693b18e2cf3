package io.lepton.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.lepton.spi.Place;
import io.lepton.spi.ProviderConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What transfers take of memory, in processes of their own with a small heap. */
class TransferMemoryTest {
  private static final long MIB = 1 << 20;
  private static final Path STATUS = Path.of("/proc/self/status");

  private final Path folder;

  TransferMemoryTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** What the processes run: objects of the source, of the target, their size, a state folder. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) throws IOException {
      SyntheticProvider source =
          new SyntheticProvider("old", Long.parseLong(args[0]), Long.parseLong(args[2]));
      SyntheticProvider target =
          new SyntheticProvider("new", Long.parseLong(args[1]), Long.parseLong(args[2]));
      Path state = Path.of(args[3]);
      try (ObjectStores stores =
          new ObjectStores(List.of(source, target), new ProviderConfig(Map.of(), state))) {
        Transfer transfer =
            Transfer.from(Place.parse("old://b/")).to(Place.parse("new://b/")).state(state).build();
        TransferResult result = new TransferEngine(stores).run(transfer, event -> {});
        System.out.println("copied=" + result.copied() + " skipped=" + result.skipped());
        Files.readAllLines(STATUS).stream()
            .filter(line -> line.startsWith("VmHWM"))
            .forEach(System.out::println);
        System.exit(result.failures().isEmpty() ? 0 : 1);
      }
    }
  }

  private record Peak(String output, long residentBytes) {}

  private Peak run(String heap, long atSource, long atTarget, long size) throws Exception {
    Path log = Files.createTempFile(folder, "child", ".log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                Long.toString(atSource),
                Long.toString(atTarget),
                Long.toString(size),
                folder.resolve("state-" + log.getFileName()).toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    String output = Files.readString(log);
    assertThat(process.exitValue()).as(output).isZero();
    Matcher resident = Pattern.compile("VmHWM:\\s+(\\d+) kB").matcher(output);
    return new Peak(output, resident.find() ? Long.parseLong(resident.group(1)) * 1024 : 0);
  }

  @Test
  void aMillionKeysOnEachSideAreComparedInASmallHeap() throws Exception {
    assumeThat(STATUS).as("Linux tells the peak of resident memory").exists();
    Peak few = run("256m", 1_000, 1_000, 10);

    Peak million = run("256m", 1_000_000, 1_000_000, 10);

    assertThat(million.output()).contains("copied=0 skipped=1000000");
    assertThat(million.residentBytes() - few.residentBytes()).isLessThan(256 * MIB);
    assertThat(run("64m", 1_000_000, 1_000_000, 10).output())
        .as("a quarter of the heap does too")
        .contains("skipped=1000000");
  }

  @Test
  void memoryDoesNotGrowWithTheSizeOfObjects() throws Exception {
    assumeThat(STATUS).as("Linux tells the peak of resident memory").exists();
    Peak small = run("96m", 4, 0, 70 * MIB);

    Peak large = run("96m", 4, 0, 700 * MIB);

    assertThat(large.output()).contains("copied=4");
    assertThat(large.residentBytes() - small.residentBytes()).isLessThan(64 * MIB);
  }
}
