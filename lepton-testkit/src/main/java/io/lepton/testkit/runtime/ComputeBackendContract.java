package io.lepton.testkit.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.compute.ComputeBackend;
import io.lepton.spi.compute.LaunchRequest;
import io.lepton.spi.compute.Machine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every promise of {@link ComputeBackend}. A subclass says how to open the backend. */
public abstract class ComputeBackendContract {
  private final String run = UUID.randomUUID().toString();
  private final List<String> launched = new ArrayList<>();

  /** Opens the backend, as another process would, on what earlier openings left. */
  protected abstract ComputeBackend open();

  /** A command that ends with the exit code that its variable {@code CODE} holds. */
  protected List<String> exitingCommand() {
    return List.of("sh", "-c", "exit $CODE");
  }

  /** A command that runs until its machine is terminated. */
  protected List<String> lastingCommand() {
    return List.of("sleep", "600");
  }

  /** How long a machine may take to start or end. */
  protected Duration patience() {
    return Duration.ofSeconds(60);
  }

  @AfterEach
  final void terminateWhatWasLaunched() {
    launched.forEach(open()::terminate);
  }

  @Test
  void theMachineTypesHaveNamesOfTheirOwn() {
    assertThat(open().machineTypes()).isNotEmpty().extracting("name").doesNotHaveDuplicates();
  }

  @Test
  void aLaunchedMachineRunsAsRequestedUntilItIsTerminated() throws Exception {
    Instant before = Instant.now().minusSeconds(60);
    Machine machine = launch(request("a", lastingCommand()));
    Machine running = await(machine.id(), m -> m.state() == Machine.State.RUNNING);
    assertThat(running.machineType()).isEqualTo(type());
    assertThat(running.labels()).containsEntry("run", run).containsEntry("token", "a");
    assertThat(running.exitCode()).isEmpty();
    assertThat(running.launchedAt()).isAfter(before);
    open().terminate(machine.id());
    await(machine.id(), m -> m.state() == Machine.State.TERMINATED);
  }

  @Test
  void aMachineEndsWithItsCommandAndKeepsTheExitCode() throws Exception {
    Machine failed = launch(request("a", exitingCommand(), Map.of("CODE", "7")));
    Machine worked = launch(request("b", exitingCommand(), Map.of("CODE", "0")));
    assertThat(await(failed.id(), m -> m.state() == Machine.State.TERMINATED).exitCode())
        .hasValue(7);
    assertThat(await(worked.id(), m -> m.state() == Machine.State.TERMINATED).exitCode())
        .hasValue(0);
  }

  @Test
  void theSameTokenAndRequestIsTheSameMachineEvenAfterItsEnd() throws Exception {
    LaunchRequest request = request("a", exitingCommand(), Map.of("CODE", "7"));
    Machine first = launch(request);
    await(first.id(), m -> m.state() == Machine.State.TERMINATED);
    Machine second = launch(request);
    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.state()).isEqualTo(Machine.State.TERMINATED);
    assertThat(second.exitCode()).hasValue(7);
    assertThat(open().list(Map.of("run", run))).hasSize(1);
  }

  @Test
  void manyLaunchesWithOneTokenAtOnceMakeOneMachine() throws Exception {
    LaunchRequest request = request("a", lastingCommand());
    List<CompletableFuture<Machine>> launches = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      launches.add(CompletableFuture.supplyAsync(() -> launch(request)));
    }
    List<String> ids = new ArrayList<>();
    for (CompletableFuture<Machine> launch : launches) {
      ids.add(launch.get(60, TimeUnit.SECONDS).id());
    }
    assertThat(ids).containsOnly(ids.get(0));
    assertThat(open().list(Map.of("run", run))).hasSize(1);
  }

  @Test
  void aTokenThatIsUsedForAnotherRequestIsRefused() {
    launch(request("a", lastingCommand()));
    assertKind(ErrorKind.ALREADY_EXISTS, () -> launch(request("a", exitingCommand())));
  }

  @Test
  void anUnknownMachineTypeIsNotFound() {
    LaunchRequest request =
        new LaunchRequest(
            run,
            "no-such-type",
            "",
            LaunchRequest.Purchase.ON_DEMAND,
            lastingCommand(),
            Map.of(),
            Map.of("run", run));
    assertKind(ErrorKind.NOT_FOUND, () -> open().launch(request));
    assertThat(open().list(Map.of("run", run))).isEmpty();
  }

  @Test
  void machinesAreListedByAllOfTheLabels() {
    Machine a = launch(request("a", lastingCommand()));
    Machine b = launch(request("b", lastingCommand()));
    assertThat(open().list(Map.of("run", run)))
        .extracting(Machine::id)
        .containsExactlyInAnyOrder(a.id(), b.id());
    assertThat(open().list(Map.of("run", run, "token", "b")))
        .extracting(Machine::id)
        .containsExactly(b.id());
    assertThat(open().list(Map.of("run", run, "token", "c"))).isEmpty();
  }

  @Test
  void terminatingMayBeRepeatedAndWhatIsNotThereIsAnsweredWithNothing() throws Exception {
    Machine machine = launch(request("a", lastingCommand()));
    open().terminate(machine.id());
    open().terminate(machine.id());
    await(machine.id(), m -> m.state() == Machine.State.TERMINATED);
    assertThat(open().describe("no-such-machine")).isEmpty();
    open().terminate("no-such-machine");
  }

  private Machine launch(LaunchRequest request) {
    Machine machine = open().launch(request);
    synchronized (launched) {
      launched.add(machine.id());
    }
    return machine;
  }

  private LaunchRequest request(String token, List<String> command) {
    return request(token, command, Map.of());
  }

  private LaunchRequest request(String token, List<String> command, Map<String, String> variables) {
    return new LaunchRequest(
        run + "-" + token,
        type(),
        "",
        LaunchRequest.Purchase.ON_DEMAND,
        command,
        variables,
        Map.of("run", run, "token", token));
  }

  private String type() {
    return open().machineTypes().get(0).name();
  }

  private Machine await(String id, Predicate<Machine> as) throws InterruptedException {
    long deadline = System.nanoTime() + patience().toNanos();
    while (true) {
      Machine machine = open().describe(id).orElseThrow();
      if (as.test(machine)) {
        return machine;
      }
      if (System.nanoTime() - deadline > 0) {
        return fail(machine + " after " + patience());
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private static void assertKind(ErrorKind kind, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(CloudException.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }
}
