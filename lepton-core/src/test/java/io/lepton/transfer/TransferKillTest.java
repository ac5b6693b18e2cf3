package io.lepton.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.local.LocalProvider;
import io.lepton.spi.Place;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.storage.ObjectStore;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies between folders in processes of their own that are killed at moments of their work. */
class TransferKillTest {
  private static final int SMALL_FILES = 400;
  private static final int LARGE_BYTES = 4 << 20;

  private final Path source;
  private final Path target;
  private final Path state;
  private final Path log;

  TransferKillTest(@TempDir Path folder) {
    source = folder.resolve("source");
    target = folder.resolve("target");
    state = folder.resolve("state");
    log = folder.resolve("log.txt");
  }

  /** What the processes run: source, target and state folder, and a bandwidth. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      try (ObjectStores stores =
          new ObjectStores(
              List.of(new LocalProvider()), new ProviderConfig(Map.of(), Path.of(args[2])))) {
        TransferResult result =
            new TransferEngine(stores)
                .run(
                    Transfer.from(Place.file(Path.of(args[0])))
                        .to(Place.file(Path.of(args[1])))
                        .state(Path.of(args[2]))
                        .parallelism(4)
                        .bandwidth(Long.parseLong(args[3]))
                        .chunking(new Chunking(64 << 10, 256 << 10, 128 << 10))
                        .build(),
                    event -> {});
        System.out.println(result);
        System.exit(result.failed() == 0 ? 0 : 1);
      }
    }
  }

  private Process start(long bandwidth) throws IOException {
    return started(command(bandwidth));
  }

  private List<String> command(long bandwidth) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx128m",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        Child.class.getName(),
        source.toString(),
        target.toString(),
        state.toString(),
        Long.toString(bandwidth));
  }

  private Process started(List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private void makeSource() throws IOException {
    Random random = new Random(7);
    for (int i = 0; i < SMALL_FILES; i++) {
      Path file = source.resolve("folder-" + i % 9).resolve("file-" + i);
      Files.createDirectories(file.getParent());
      byte[] content = new byte[random.nextInt(6000)];
      random.nextBytes(content);
      Files.write(file, content);
    }
    byte[] large = new byte[LARGE_BYTES];
    random.nextBytes(large);
    Files.write(source.resolve("folder-4/large"), large);
  }

  /** What lies in a folder, but not what the store keeps for itself. */
  static Map<String, String> tree(Path root) throws IOException {
    Map<String, String> files = new TreeMap<>();
    if (Files.exists(root)) {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              return folder.endsWith(".lepton")
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              byte[] content;
              try {
                content = Files.readAllBytes(file);
              } catch (NoSuchFileException e) {
                return FileVisitResult.CONTINUE;
              }
              files.put(
                  root.relativize(file).toString(), Integer.toHexString(Arrays.hashCode(content)));
              return FileVisitResult.CONTINUE;
            }

            /** A run that is still at work renames what it has written. */
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure)
                throws IOException {
              if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
              }
              throw failure;
            }
          });
    }
    return files;
  }

  /** Waits until the target holds so many files, or the process has ended. */
  private void awaitFiles(Process process, int files) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (process.isAlive() && tree(target).size() < files) {
      assertThat(System.nanoTime()).as("60 seconds are enough").isLessThan(deadline);
      process.waitFor(5, TimeUnit.MILLISECONDS);
    }
  }

  @Test
  void killedAtAnyMomentTheSameCommandFinishes() throws Exception {
    makeSource();
    Map<String, String> before = tree(source);
    int[] moments = {0, 1, 120, 180, 260, 390};
    for (int files : moments) {
      Process process = start(6 << 20);
      awaitFiles(process, files);
      process.destroyForcibly().waitFor();
      Map<String, String> there = tree(target);
      assertThat(before.entrySet())
          .as("nothing half-written is visible")
          .containsAll(there.entrySet());
    }

    Process last = start(1 << 30);
    assertThat(last.waitFor(60, TimeUnit.SECONDS)).isTrue();

    assertThat(last.exitValue()).as(Files.readString(log)).isZero();
    assertThat(tree(target)).isEqualTo(before);
    assertThat(tree(source)).isEqualTo(before);
    try (ObjectStore store =
        new LocalProvider()
            .open(new ProviderConfig(Map.of(), state))
            .storage()
            .orElseThrow()
            .open(Place.file(target))) {
      assertThat(store.listUploads()).isEmpty();
    }
  }

  /** The state folder's disk is full; the target's is not. */
  @Test
  void aFullDiskUnderTheJournalIsNamedAndTheNextRunContinues() throws Exception {
    for (int i = 0; i < 6000; i++) {
      Path file = source.resolve("a-folder-with-a-long-name-" + i % 50).resolve("file-" + i);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "content " + i);
      // What was just written is not entered in the journal.
      Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    }
    List<String> command =
        new ArrayList<>(List.of("bash", "-c", "ulimit -f 128; exec \"$@\"", "-"));
    command.addAll(command(1 << 30));

    Process process = started(command);
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();

    assertThat(process.exitValue()).isNotZero();
    assertThat(Files.readString(log)).contains("write journal", "free space");
    Process again = start(1 << 30);
    assertThat(again.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(again.exitValue()).as(Files.readString(log)).isZero();
    assertThat(tree(target)).isEqualTo(tree(source));
  }
}
