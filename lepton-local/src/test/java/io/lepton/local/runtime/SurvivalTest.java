package io.lepton.local.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.lepton.spi.ProviderConfig;
import io.lepton.spi.container.Revision;
import io.lepton.spi.container.Revision.Replica;
import io.lepton.spi.container.RevisionName;
import io.lepton.testkit.runtime.TestImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services outlive whoever started them, and nothing runs that is not written down. */
class SurvivalTest {
  private static final RevisionName NAME = new RevisionName("killed", "v1");

  private Path home = Path.of("");
  private String image = "";

  @BeforeEach
  void image(@TempDir Path folder) throws IOException {
    home = folder.resolve("home");
    image = TestImage.write(folder.resolve("image.tar"), Optional.empty());
  }

  @AfterEach
  void remove() {
    backend().remove(NAME);
  }

  private LocalContainerBackend backend() {
    return LocalContainerBackend.open(new ProviderConfig(Map.of(), home));
  }

  private Process deployer() throws IOException {
    return new ProcessBuilder(
            HostPath.java().toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            DeployerMain.class.getName(),
            home.toString(),
            image)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  @Test
  void aServiceOutlivesTheProgramThatDeployedIt() throws Exception {
    Process deployer = deployer();
    assertThat(deployer.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(deployer.exitValue()).isZero();
    await(() -> revision().ready());
    Set<Long> sessions = new HashSet<>();
    for (ProcessHandle process : processes()) {
      sessions.add(session(process.pid()));
    }
    assertThat(sessions)
        .as("each replica has a session of its own, which no terminal hangs up")
        .hasSize(3)
        .doesNotContain(session(ProcessHandle.current().pid()));
  }

  @Test
  void aDeployerKilledAtAnyMomentIsMadeGoodByTheNextOne() throws Exception {
    for (int round = 0; round < 8; round++) {
      Process deployer = deployer();
      // The moments spread over the start of the JVM, the unpacking and the three launches.
      deployer.waitFor(120L + 45L * round, TimeUnit.MILLISECONDS);
      deployer.destroyForcibly().waitFor();
      backend().deploy(DeployerMain.spec(image));
      await(() -> revision().ready());
      assertThat(revision().replicas()).hasSize(3);
      assertThat(processes()).as("a supervisor and a program for each replica").hasSize(6);
      backend().remove(NAME);
      assertThat(processes()).as("nothing is left").isEmpty();
    }
  }

  @Test
  void aProgramThatIsKilledIsSeenAsFailedWithItsSignal() throws Exception {
    backend().deploy(DeployerMain.spec(image));
    await(() -> revision().ready());
    ProcessHandle program =
        processes().stream()
            .filter(process -> process.info().command().orElse("").endsWith("java"))
            .findFirst()
            .orElseThrow();
    program.destroyForcibly();
    await(() -> failures() == 1);
    assertThat(revision().replicas())
        .anyMatch(replica -> replica.detail().contains("exit code 137"));
    backend().scale(NAME, 3);
    await(() -> revision().ready() && failures() == 0);
  }

  @Test
  void anOrphanOfAKilledSupervisorIsStoppedWithItsRevision() throws Exception {
    backend().deploy(DeployerMain.spec(image));
    await(() -> revision().ready());
    processes().stream()
        .filter(process -> !process.info().command().orElse("").endsWith("java"))
        .forEach(ProcessHandle::destroyForcibly);
    await(() -> failures() == 3);
    assertThat(processes()).as("programs without supervisors").hasSize(3);
    backend().remove(NAME);
    assertThat(processes()).isEmpty();
  }

  @Test
  void aRecycledProcessNumberIsNotTakenForAReplicaAndNotKilled() throws Exception {
    backend().deploy(DeployerMain.spec(image));
    await(() -> revision().ready());
    backend().scale(NAME, 1);
    Path replica = home.resolve("local/services/killed/v1/replicas/1");
    Process stranger = new ProcessBuilder("sleep", "60").start();
    try {
      String[] words = Files.readString(replica.resolve("pid")).strip().split(" ", -1);
      Files.writeString(
          replica.resolve("pid"), stranger.pid() + " " + words[1] + " " + words[2] + " end\n");
      assertThat(new Supervised(replica).status().state()).isEqualTo(Supervised.State.ENDED);
      backend().remove(NAME);
      assertThat(stranger.isAlive()).isTrue();
      assertThat(processes()).isEmpty();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void unpackedImagesGoWithTheLastRevisionThatNeedsThem() throws Exception {
    backend().deploy(DeployerMain.spec(image));
    assertThat(StateFiles.children(home.resolve("local/images"))).hasSize(2);
    backend().remove(NAME);
    assertThat(StateFiles.children(home.resolve("local/images")))
        .extracting(path -> path.getFileName().toString())
        .containsExactly(".lock");
  }

  private Revision revision() {
    return backend().describe(NAME).orElseThrow();
  }

  private long failures() {
    return revision().replicas().stream()
        .filter(replica -> replica.state() == Replica.State.FAILED)
        .count();
  }

  /** What runs of this test's services, by the mark that every process of theirs inherits. */
  private List<ProcessHandle> processes() {
    List<ProcessHandle> found = new ArrayList<>();
    for (int number = 1; number <= 40; number++) {
      Path folder = home.resolve("local/services/killed/v1/replicas/" + number);
      found.addAll(HostProcesses.marked("LEPTON_SUPERVISED=" + folder));
    }
    return found;
  }

  /** Session of a process: field 6 of stat in proc(5). */
  private static long session(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3]);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        fail("it did not come to be within a minute");
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
