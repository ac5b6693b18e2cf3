package io.lepton.deploy;

import static io.lepton.deploy.FakeService.Manners.DISAGREES;
import static io.lepton.deploy.FakeService.Manners.FAILS;
import static io.lepton.deploy.FakeService.Manners.GOOD;
import static io.lepton.deploy.FakeService.Manners.SLOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.spi.container.Revision;
import io.lepton.spi.container.RevisionName;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rollouts on a platform of small HTTP servers, behind the real gateway. */
class RolloutTest {
  private static final Gates GATES =
      new Gates(
          List.of(
              new Gate(Measure.AGREEMENT, 0.9),
              new Gate(Measure.P99_MILLIS, 10_000),
              new Gate(Measure.ERROR_RATE, 0.01)));
  private static final DeployInput OLD = RolloutWorld.image(1, GOOD);
  private static final DeployInput NEW = RolloutWorld.image(2, GOOD);

  private Path folder = Path.of("");
  private RolloutWorld world = new RolloutWorld(folder);

  @BeforeEach
  void build(@TempDir Path empty) {
    folder = empty;
    world = new RolloutWorld(empty);
  }

  @AfterEach
  void takeDown() {
    world.close();
  }

  @Nested
  class FirstDeployment {

    @Test
    void takesAllTrafficOnceItIsReady() throws Exception {
      Verdict verdict = world.rollOut(OLD, GATES);

      assertThat(verdict.kept()).isTrue();
      assertThat(world.answering(OLD)).isEqualTo(world.name(OLD));
    }

    @Test
    void cannotBeHeldToAgreementWithAnOldService() {
      assertThat(world.rollOut(OLD, GATES).gates())
          .filteredOn(gate -> gate.measure() == Measure.AGREEMENT)
          .extracting(GateOutcome::status)
          .containsExactly(GateOutcome.Status.NOT_APPLICABLE);
    }

    @Test
    void isTakenAwayAgainWhenItFailsItsRequests() {
      DeployInput broken = RolloutWorld.image(3, FAILS);

      Verdict verdict = world.rollOut(broken, GATES);

      assertThat(verdict.kept()).isFalse();
      assertThat(verdict.reason()).contains("error rate is 1, above max_error_rate 0.01");
      assertThat(world.revision(broken)).isEmpty();
    }

    @Test
    void keepsItsControlTokenForItsOwnerOnly() throws Exception {
      world.rollOut(OLD, GATES);

      Path token = folder.resolve("secrets/fake-digits.token");
      assertThat(Files.readString(token)).hasSize(64);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token)))
          .isEqualTo("rw-------");
      assertThat(world.events.toString()).doesNotContain(Files.readString(token));
    }
  }

  @Nested
  class BesideAnOldService {

    @BeforeEach
    void deployOld() {
      world.rollOut(OLD, GATES);
    }

    @Test
    void newRevisionThatHoldsIsKeptAndTheOldOneStandsStill() throws Exception {
      Verdict verdict = world.rollOut(NEW, GATES);

      assertThat(verdict.kept()).isTrue();
      assertThat(verdict.gates()).allMatch(GateOutcome::passed).hasSize(3);
      assertThat(world.answering(OLD, NEW)).isEqualTo(world.name(NEW));
      assertThat(world.revision(OLD)).get().extracting(Revision::desiredReplicas).isEqualTo(0);
    }

    @Test
    void noClientSeesTheNewRevisionBeforeItsAnswersWereCompared() {
      DeployInput other = RolloutWorld.image(3, DISAGREES);
      DeployResult deployment = new DeployStep(world.tools()).run(other);
      RolloutInput input = RolloutWorld.input(deployment, GATES, Measures.none());

      ShadowResult shadow = new ShadowStep(world.tools()).run(input);
      ShiftResult shift = new ShiftStep(world.tools()).run(input, shadow);

      assertThat(shadow.mirror().compared()).isGreaterThanOrEqualTo(20);
      assertThat(shadow.mirror().agreed()).isZero();
      assertThat(shift.reachedPercent()).isZero();
      assertThat(shift.timeline()).isEmpty();
      assertThat(shift.breach())
          .get()
          .extracting(GateOutcome::describe)
          .isEqualTo("agreement is 0, below min_agreement 0.9");
    }

    @Test
    void revisionThatIsTooSlowGoesBackByItselfAndTheVerdictNamesTheGate() throws Exception {
      DeployInput slow = RolloutWorld.image(4, SLOW);

      Gates quick = new Gates(List.of(new Gate(Measure.P99_MILLIS, 250)));

      Verdict verdict = world.rollOut(slow, quick);

      assertThat(verdict.kept()).isFalse();
      assertThat(verdict.reason()).contains("latency p99 is").contains("above max_p99_ms 250");
      assertThat(world.answering(OLD)).isEqualTo(world.name(OLD));
      assertThat(world.revision(slow)).isEmpty();
    }

    @Test
    void modelThatFailsItsEvaluationGetsNoTraffic() throws Exception {
      Gates strict = new Gates(List.of(new Gate(Measure.ACCURACY, 0.999)));

      Verdict verdict = world.rollOut(NEW, strict, Measures.ofModel(0.95, 0.94));

      assertThat(verdict.kept()).isFalse();
      assertThat(verdict.reason())
          .isEqualTo("accuracy is 0.95, below min_accuracy 0.999 (at 0 % of the traffic)");
      assertThat(world.answering(OLD)).isEqualTo(world.name(OLD));
    }

    @Test
    void samplesAreSentWhereClientsSendTooFewAndTheResultSaysSo() {
      DeployResult deployment = new DeployStep(world.tools()).run(NEW);
      RolloutInput input = RolloutWorld.input(deployment, GATES, Measures.none());

      ShadowResult shadow = new ShadowStep(world.tools()).run(input);

      assertThat(shadow.replayed()).isPositive();
      assertThat(shadow.note()).contains("clients sent too few").contains("samples");
      assertThat(shadow.mirror().compared()).isGreaterThanOrEqualTo(20);
    }

    @Test
    void timelineTellsEveryStepWithItsFigures() {
      DeployResult deployment = new DeployStep(world.tools()).run(NEW);
      RolloutInput input = RolloutWorld.input(deployment, GATES, Measures.none());
      ShadowResult shadow = new ShadowStep(world.tools()).run(input);

      ShiftResult shift = new ShiftStep(world.tools()).run(input, shadow);

      assertThat(shift.completed()).isTrue();
      assertThat(shift.failedToClient()).isZero();
      assertThat(shift.timeline())
          .extracting(TimelineSample::newPercent)
          .startsWith(50)
          .endsWith(100)
          .isSorted();
      assertThat(shift.timeline()).extracting(TimelineSample::atSeconds).isSorted();
      assertThat(shift.measures().find(Measure.P99_MILLIS)).isPresent();
    }

    @Test
    void sameImageAgainChangesNothing() {
      List<String> changes = world.platform.changes();

      DeployResult again = new DeployStep(world.tools()).run(OLD);

      assertThat(again.unchanged()).isTrue();
      assertThat(world.platform.changes()).isEqualTo(changes);
    }

    @Test
    void replicaThatDoesNotStartIsToldWithItsLastWordsAndTheOldServiceStays() throws Exception {
      DeployInput broken = RolloutWorld.image(RolloutWorld.spec(), 5, Map.of("BROKEN", "yes"));

      assertThatThrownBy(() -> new DeployStep(world.tools()).run(broken))
          .isInstanceOf(DeployException.class)
          .hasMessageContaining("failed to start: exit code 1")
          .hasMessageContaining("cannot load the model");
      assertThat(world.answering(OLD)).isEqualTo(world.name(OLD));

      new RollbackTraffic(world.tools()).run();
      assertThat(world.revision(broken)).isEmpty();
      assertThat(world.answering(OLD)).isEqualTo(world.name(OLD));
    }

    @Test
    void rolloutLeftHalfWayWithAnotherImageIsRolledBackFirst() throws Exception {
      DeployInput abandoned = RolloutWorld.image(6, DISAGREES);
      new DeployStep(world.tools()).run(abandoned);

      assertThat(world.rollOut(NEW, GATES).kept()).isTrue();

      assertThat(world.revision(abandoned)).isEmpty();
      assertThat(world.answering(OLD, NEW)).isEqualTo(world.name(NEW));
    }
  }

  @Nested
  class FromElsewhere {

    @Test
    void oldServiceElsewhereIsComparedAndNeverTouched() throws Exception {
      try (FakeService elsewhere = new FakeService(GOOD)) {
        DeployInput image = from(elsewhere.endpoint());

        assertThat(world.rollOut(image, GATES).kept()).isTrue();

        assertThat(elsewhere.served()).as("requests served while in the shadow").isPositive();
        assertThat(world.answering(image)).isEqualTo(world.name(image));

        RollbackResult back = new RollbackTraffic(world.tools()).run();

        assertThat(back.serving()).isEqualTo(elsewhere.endpoint().toString());
        long before = elsewhere.served();
        assertThatThrownBy(() -> world.answering(image)).hasMessageContaining("no revision");
        assertThat(elsewhere.served() - before).isEqualTo(10);
      }
    }

    private DeployInput from(URI url) {
      DeploySpec plain = RolloutWorld.spec();
      return RolloutWorld.image(
          new DeploySpec(
              plain.platform(),
              plain.service(),
              plain.replicas(),
              plain.demand(),
              plain.rollout(),
              OptionalInt.empty(),
              Optional.of(url)),
          7,
          Map.of());
    }
  }

  @Nested
  class WayBack {

    @BeforeEach
    void deployBoth() {
      world.rollOut(OLD, GATES);
      world.rollOut(NEW, GATES);
    }

    @Test
    void finishedRolloutGoesBackToTheOldRevisionHoweverOften() throws Exception {
      for (int i = 0; i < 3; i++) {
        RollbackResult back = new RollbackTraffic(world.tools()).run();

        assertThat(back.serving()).isEqualTo(world.name(OLD).toString());
        assertThat(back.removed())
            .isEqualTo(i == 0 ? List.of(world.name(NEW).toString()) : List.of());
        assertThat(world.answering(OLD)).isEqualTo(world.name(OLD));
        assertThat(world.revision(NEW)).isEmpty();
      }
    }

    @Test
    void sameImageIsRolledOutAnewAfterARollback() throws Exception {
      new RollbackTraffic(world.tools()).run();

      assertThat(world.rollOut(NEW, GATES).kept()).isTrue();
      assertThat(world.answering(OLD, NEW)).isEqualTo(world.name(NEW));
    }

    @Test
    void gatewayThatIsGoneIsStartedAgain() throws Exception {
      world.platform.lose(new RevisionName("digits-gateway", "gateway"));
      world.platform.lose(world.name(NEW));

      new RollbackTraffic(world.tools()).run();

      assertThat(world.answering(OLD)).isEqualTo(world.name(OLD));
    }

    @Test
    void newRevisionStaysWhereTheOldOneIsLost() throws Exception {
      world.platform.lose(world.name(OLD));

      RollbackResult back = new RollbackTraffic(world.tools()).run();

      assertThat(back.removed()).isEmpty();
      assertThat(back.kept())
          .singleElement()
          .asString()
          .contains("is not on the platform any more");
      assertThat(world.answering(NEW)).isEqualTo(world.name(NEW));
    }

    @Test
    void nothingDeployedIsNothingToRollBack() {
      RollbackResult back = new RollbackTraffic(world.tools("another", event -> {})).run();

      assertThat(back.removed()).isEmpty();
      assertThat(back.serving()).contains("nothing was deployed");
    }

    @Test
    void removalKeepsAGatewayThatAnEarlierMigrationMadeAndTheRevisionBehindIt() throws Exception {
      RollbackResult gone = new RemoveDeployment(world.tools()).run();

      assertThat(gone.removed()).doesNotContain("digits-gateway/gateway");
      assertThat(gone.kept()).hasSize(2);
      assertThat(world.revision(NEW)).isEmpty();
      assertThat(world.answering(OLD)).isEqualTo(world.name(OLD));
      assertThat(new RemoveDeployment(world.tools()).run().removed()).isEmpty();
    }
  }

  @Test
  void removalAfterAFirstDeploymentLeavesNothing() {
    world.rollOut(OLD, GATES);

    RollbackResult gone = new RemoveDeployment(world.tools()).run();

    assertThat(gone.removed()).hasSize(2);
    assertThat(world.platform.list("digits")).isEmpty();
    assertThat(world.platform.list("digits-gateway")).isEmpty();
    assertThat(folder.resolve("secrets")).isEmptyDirectory();
  }
}
