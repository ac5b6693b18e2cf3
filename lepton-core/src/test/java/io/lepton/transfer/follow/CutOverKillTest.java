package io.lepton.transfer.follow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.local.LocalProvider;
import io.lepton.spi.Place;
import io.lepton.spi.ProviderConfig;
import io.lepton.transfer.ObjectStores;
import io.lepton.transfer.Transfer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A cut-over in a process of its own that is killed with {@code kill -9} in each of its states, and
 * inside each call of a hook, is finished or led back by the next one.
 */
class CutOverKillTest {
  private static final int FILES = 30;

  private final Path folder;

  CutOverKillTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** Does nothing until it is killed, once it has come to {@code stop}. */
  private record Stop(Path folder, String stop) {
    void at(String point) {
      if (point.equals(stop)) {
        try {
          Files.createFile(folder.resolve("reached"));
          Thread.currentThread().join();
        } catch (IOException | InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  /** Writers that are fenced, and where they write, as files. */
  private record Writers(Path folder, Stop stop) implements CutOverHooks {
    @Override
    public void fence() throws IOException {
      Files.writeString(folder.resolve("fenced"), "");
      // The last write before the fence held.
      Files.writeString(folder.resolve("source/last-write"), "late");
      stop.at("fence");
    }

    @Override
    public void lift() throws IOException {
      Files.deleteIfExists(folder.resolve("fenced"));
      stop.at("lift");
    }

    @Override
    public void handOver() throws IOException {
      assertThat(tree(folder.resolve("target"))).isEqualTo(tree(folder.resolve("source")));
      Files.writeString(folder.resolve("handed over"), "");
      stop.at("hand over");
    }

    @Override
    public void handBack() throws IOException {
      Files.deleteIfExists(folder.resolve("handed over"));
      stop.at("hand back");
    }
  }

  private static Map<String, String> tree(Path root) throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = root.relativize(file).toString();
        if (!name.startsWith(".lepton")) {
          all.put(name, Files.readString(file));
        }
      }
    }
    return all;
  }

  /** What the processes run: the folder, where to stop, and {@code back} to lead back. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) throws InterruptedException {
      CutOverRecord record = go(new Stop(Path.of(args[0]), args[1]), args[2].equals("back"));
      System.out.println(record);
    }
  }

  private static CutOverRecord go(Stop stop, boolean back) throws InterruptedException {
    Path folder = stop.folder();
    Transfer transfer =
        Transfer.from(Place.file(folder.resolve("source")))
            .to(Place.file(folder.resolve("target")))
            .state(folder.resolve("state"))
            .parallelism(4)
            .build();
    Follow follow =
        Follow.of(transfer, new Writers(folder, stop)).smallPass(5, 1000).pause(Duration.ZERO);
    try (ObjectStores stores =
        new ObjectStores(List.of(new LocalProvider()), new ProviderConfig(Map.of(), folder))) {
      CutOver cutOver =
          new CutOver(stores, follow, event -> {}, record -> stop.at(record.state().name()));
      return back ? cutOver.rollBack() : cutOver.run();
    }
  }

  private CutOverRecord goOn(boolean back) throws InterruptedException {
    return go(new Stop(folder, "nowhere"), back);
  }

  /** Runs until {@code point} in a process that is then killed. */
  private void killedAt(String point, boolean back) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                folder.toString(),
                point,
                back ? "back" : "on")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    try {
      long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
      while (process.isAlive() && !Files.exists(folder.resolve("reached"))) {
        assertThat(System.nanoTime()).as("two minutes are enough").isLessThan(deadline);
        process.waitFor(5, TimeUnit.MILLISECONDS);
      }
      assertThat(folder.resolve("reached")).as(Files.readString(folder.resolve("log"))).exists();
    } finally {
      process.destroyForcibly().waitFor();
    }
    Files.delete(folder.resolve("reached"));
  }

  private Map<String, String> fill() throws IOException {
    for (int i = 0; i < FILES; i++) {
      Path file = folder.resolve("source/folder-" + i % 4 + "/file-" + i);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "content " + i);
    }
    return tree(folder.resolve("source"));
  }

  private void assertBack(CutOverRecord record, Map<String, String> before) throws IOException {
    assertThat(record.state()).isEqualTo(CutOverState.ROLLED_BACK);
    assertThat(folder.resolve("fenced")).doesNotExist();
    assertThat(folder.resolve("handed over")).doesNotExist();
    assertThat(tree(folder.resolve("source"))).containsAllEntriesOf(before);
  }

  /** Each state, and each call of a hook, on the way to the hand-over. */
  static List<String> onTheWay() {
    return List.of(
        "COPYING",
        "FENCING",
        "fence",
        "LAST_PASS",
        "VERIFYING",
        "HANDING_OVER",
        "hand over",
        "DONE");
  }

  @ParameterizedTest
  @MethodSource("onTheWay")
  void killedAnywhereTheNextRunHandsOverWhatIsEqual(String point) throws Exception {
    Map<String, String> before = fill();
    killedAt(point, false);

    assertThat(goOn(false).state()).isEqualTo(CutOverState.DONE);

    assertThat(tree(folder.resolve("target"))).isEqualTo(tree(folder.resolve("source")));
    assertThat(tree(folder.resolve("target"))).containsKey("last-write");
    assertThat(folder.resolve("fenced")).exists();
    assertThat(folder.resolve("handed over")).exists();
    assertBack(goOn(true), before);
  }

  @ParameterizedTest
  @MethodSource("onTheWay")
  void killedAnywhereItIsLedBackToTheSource(String point) throws Exception {
    Map<String, String> before = fill();
    killedAt(point, false);

    assertBack(goOn(true), before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ROLLING_BACK", "hand back", "lift", "ROLLED_BACK"})
  void killedOnTheWayBackTheNextOneEndsIt(String point) throws Exception {
    Map<String, String> before = fill();
    assertThat(goOn(false).state()).isEqualTo(CutOverState.DONE);
    killedAt(point, true);

    assertBack(goOn(true), before);

    assertThat(goOn(false).state()).as("a new beginning").isEqualTo(CutOverState.DONE);
    assertThat(folder.resolve("fenced")).exists();
    assertThat(folder.resolve("handed over")).exists();
  }
}
