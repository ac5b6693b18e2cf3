package io.lepton.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.event.LeptonEvent;
import io.lepton.event.LeptonEvent.Outcome;
import io.lepton.event.LeptonEvent.StepFinished;
import io.lepton.migrate.PlannedStep.Action;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposerTest {
  private final List<String> log = new ArrayList<>();
  private final List<StepFinished> finished = new ArrayList<>();
  private StateFolder state;
  private FakeStage first;
  private FakeStage second;
  private FakeStage third;

  record Text(String value) {}

  /** A stage whose result is its own input joined to the result of the stage before. */
  private final class FakeStage implements Stage<Text> {
    private final String id;
    private final Optional<FakeStage> before;
    private String input = "1";
    private Optional<String> drift = Optional.empty();
    private Optional<String> stop = Optional.empty();
    private Optional<RuntimeException> failure = Optional.empty();

    FakeStage(String id, Optional<FakeStage> before) {
      this.id = id;
      this.before = before;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public String title() {
      return "does " + id;
    }

    @Override
    public Class<Text> resultType() {
      return Text.class;
    }

    @Override
    public Object inputs(Results earlier) {
      return new Text(input + before.map(stage -> earlier.of(stage).value()).orElse(""));
    }

    @Override
    public List<String> explain(Results earlier) {
      return List.of("would do " + id);
    }

    @Override
    public Optional<String> drift(Text result) {
      return drift;
    }

    @Override
    public Optional<String> stops(Text result) {
      return stop;
    }

    @Override
    public Text run(Results earlier, Consumer<LeptonEvent> events) {
      log.add(id);
      failure.ifPresent(
          error -> {
            throw error;
          });
      return new Text(id + input + before.map(stage -> earlier.of(stage).value()).orElse(""));
    }

    @Override
    public List<String> undo(Undo undo, Consumer<LeptonEvent> events) {
      log.add("undo " + id);
      return List.of();
    }
  }

  @BeforeEach
  void threeStages(@TempDir Path folder) {
    state = new StateFolder(folder.resolve("state"));
    first = new FakeStage("one", Optional.empty());
    second = new FakeStage("two", Optional.of(first));
    third = new FakeStage("three", Optional.of(second));
  }

  private Composer composer() {
    return new Composer(List.of(first, second, third), state, Clock.systemUTC());
  }

  private Optional<String> apply() throws InterruptedException {
    log.clear();
    finished.clear();
    return composer()
        .apply(
            new Results(),
            event -> {
              if (event instanceof StepFinished end) {
                finished.add(end);
              }
            });
  }

  private List<Action> actions() {
    return composer().plan().stream().map(PlannedStep::action).toList();
  }

  @Test
  void stepsRunInOrderAndOnlyOnce() throws Exception {
    assertThat(actions()).containsOnly(Action.RUN);
    assertThat(apply()).isEmpty();
    assertThat(log).containsExactly("one", "two", "three");
    assertThat(actions()).containsOnly(Action.KEEP);
    assertThat(apply()).isEmpty();
    assertThat(log).isEmpty();
    assertThat(finished).extracting(StepFinished::outcome).containsOnly(Outcome.SKIPPED);
  }

  @Test
  void planningWritesNothing() {
    assertThat(composer().plan()).hasSize(3);
    assertThat(state.path()).doesNotExist();
  }

  @Test
  void changedInputRunsTheStepAndWhatDependsOnIt() throws Exception {
    apply();
    second.input = "2";
    assertThat(actions()).containsExactly(Action.KEEP, Action.RESUME, Action.RESUME);
    apply();
    assertThat(log).containsExactly("two", "three");
  }

  @Test
  void driftRunsTheStepAndEqualResultSparesTheRest() throws Exception {
    apply();
    first.drift = Optional.of("somebody deleted it");
    assertThat(composer().plan().get(0).reason()).isEqualTo("somebody deleted it");
    apply();
    assertThat(log).containsExactly("one");
  }

  @Test
  void failedStepIsTriedAgainAndFinishedOnesAreNot() throws Exception {
    second.failure = Optional.of(new IllegalStateException("no room"));
    assertThatThrownBy(this::apply).hasMessage("no room");
    assertThat(finished).extracting(StepFinished::detail).contains("no room");
    assertThat(actions()).containsExactly(Action.KEEP, Action.RESUME, Action.RUN);
    second.failure = Optional.empty();
    apply();
    assertThat(log).containsExactly("two", "three");
  }

  @Test
  void gateStopsWhatFollowsNowAndInTheNextRun() throws Exception {
    second.stop = Optional.of("accuracy is too low");
    assertThat(apply()).contains("accuracy is too low");
    assertThat(log).containsExactly("one", "two");
    assertThat(apply()).contains("accuracy is too low");
    assertThat(log).isEmpty();
  }

  @Test
  void undoGoesBackwardsAndForgets() throws Exception {
    apply();
    log.clear();
    composer().undo(Stage.Undo.ROLLBACK, event -> {});
    assertThat(log).containsExactly("undo three", "undo two", "undo one");
    log.clear();
    composer().undo(Stage.Undo.ROLLBACK, event -> {});
    assertThat(log).isEmpty();
    assertThat(actions()).containsOnly(Action.RUN);
  }

  @Test
  void undoTakesBackAStepThatNeverFinished() throws Exception {
    second.failure = Optional.of(new IllegalStateException("killed"));
    assertThatThrownBy(this::apply).hasMessage("killed");
    log.clear();
    composer().undo(Stage.Undo.DESTROY, event -> {});
    assertThat(log).containsExactly("undo two", "undo one");
  }

  @Test
  void damagedCheckpointsAreNamed() throws Exception {
    apply();
    java.nio.file.Files.writeString(state.path().resolve("checkpoints.json"), "[{");
    assertThatThrownBy(this::apply).hasMessageContaining("checkpoints.json is damaged");
  }

  @Test
  void oneCommandAtATime() throws Exception {
    try (StateFolder.Lock lock = state.lock()) {
      assertThatThrownBy(state::lock).hasMessageContaining("another command is at work");
    }
    state.lock().close();
  }
}
