package io.lepton.deploy;

import static io.lepton.deploy.FakeService.Manners.DISAGREES;
import static io.lepton.deploy.FakeService.Manners.GOOD;
import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.container.Revision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that dies at any moment of a rollout, and one that goes on from there. */
class CrashTest {
  private static final Gates GATES =
      new Gates(List.of(new Gate(Measure.AGREEMENT, 0.9), new Gate(Measure.ERROR_RATE, 0.01)));
  private static final DeployInput OLD = RolloutWorld.image(1, GOOD);

  private Path folder = Path.of("");

  @BeforeEach
  void begin(@TempDir Path empty) {
    folder = empty;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyChangeOfThePlatformIsAMomentToDieAt(boolean before) throws Exception {
    DeployInput fresh = RolloutWorld.image(2, GOOD);
    int died = 0;
    for (int change = 1; ; change++) {
      try (RolloutWorld world = world(change)) {
        world.rollOut(OLD, GATES);
        world.platform.fuse(change, before);
        boolean finished = attempt(world, fresh);
        if (finished) {
          break;
        }
        died++;
        assertThat(world.rollOut(fresh, GATES).kept()).isTrue();
        assertThat(world.answering(OLD, fresh)).isEqualTo(world.name(fresh));
        assertThat(world.revision(OLD)).get().extracting(Revision::desiredReplicas).isEqualTo(0);
        assertThat(world.platform.changes()).as("nothing is done twice").doesNotHaveDuplicates();
      }
    }
    assertThat(died).as("moments tried").isGreaterThanOrEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void rollbackFindsItsWayFromEveryMomentToo(boolean before) throws Exception {
    DeployInput fresh = RolloutWorld.image(2, GOOD);
    for (int change = 1; ; change++) {
      try (RolloutWorld world = world(change)) {
        world.rollOut(OLD, GATES);
        world.platform.fuse(change, before);
        if (attempt(world, fresh)) {
          break;
        }
        new RollbackTraffic(world.tools()).run();
        assertThat(world.answering(OLD)).isEqualTo(world.name(OLD));
        assertThat(world.revision(fresh)).isEmpty();
      }
    }
  }

  @Test
  void everyEventIsAMomentToDieAt() throws Exception {
    DeployInput other = RolloutWorld.image(3, DISAGREES);
    try (RolloutWorld world = world(0)) {
      world.rollOut(OLD, GATES);
      for (int moment = 1; moment <= 22; moment += 3) {
        AtomicInteger left = new AtomicInteger(moment);
        DeployTools mortal =
            world.tools(
                event -> {
                  if (left.decrementAndGet() == 0) {
                    throw new FakePlatform.Died();
                  }
                });
        try {
          DeployResult deployment = new DeployStep(mortal).run(other);
          RolloutInput input = RolloutWorld.input(deployment, GATES, Measures.none());
          ShadowResult shadow = new ShadowStep(mortal).run(input);
          new ShiftStep(mortal).run(input, shadow);
        } catch (FakePlatform.Died e) {
          assertThat(world.answering(OLD)).as("clients are served").isNotNull();
        }
      }
      assertThat(world.rollOut(other, GATES).kept()).isFalse();
      assertThat(world.answering(OLD)).isEqualTo(world.name(OLD));
      assertThat(world.revision(other)).isEmpty();
    }
  }

  private RolloutWorld world(int number) throws Exception {
    return new RolloutWorld(Files.createDirectories(folder.resolve("world-" + number)));
  }

  private static boolean attempt(RolloutWorld world, DeployInput image) {
    try {
      world.rollOut(image, GATES);
      return true;
    } catch (FakePlatform.Died e) {
      return false;
    }
  }
}
