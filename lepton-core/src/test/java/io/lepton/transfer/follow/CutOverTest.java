package io.lepton.transfer.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.config.InputException;
import io.lepton.json.Json;
import io.lepton.local.LocalProvider;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.storage.ListPage;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.PutRequest;
import io.lepton.testkit.fault.Fault;
import io.lepton.testkit.fault.FaultScript;
import io.lepton.testkit.fault.FaultyProvider;
import io.lepton.testkit.fault.StoreOperation;
import io.lepton.testkit.memory.MemoryProvider;
import io.lepton.transfer.AlteredProvider;
import io.lepton.transfer.ObjectStores;
import io.lepton.transfer.Transfer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CutOverTest {
  private final MemoryProvider source = new MemoryProvider().named("old");
  private final MemoryProvider target = new MemoryProvider().named("new").listingNoChecksums();
  private final ObjectStores stores;
  private final Path folder;
  private final List<String> calls = new ArrayList<>();
  private final List<CutOverState> states = new ArrayList<>();

  CutOverTest(@TempDir Path folder) {
    this.folder = folder;
    this.stores =
        new ObjectStores(
            List.of(source, target, new LocalProvider()), new ProviderConfig(Map.of(), folder));
  }

  @AfterEach
  void close() {
    stores.close();
  }

  private void write(MemoryProvider where, String key, String content) {
    try (ObjectStore store = where.store(where.id() + "://data/")) {
      store.put(PutRequest.of(key, ObjectContent.of(content)));
    }
  }

  private void fill(int from, int to) {
    for (int i = from; i < to; i++) {
      write(source, "k" + i, "content " + i);
    }
  }

  private Transfer transfer() {
    return Transfer.from("old://data/")
        .to("new://data/")
        .state(folder.resolve("state"))
        .parallelism(4)
        .build();
  }

  /** Hooks that note that they were called, and do {@code inFence} in the fence. */
  private class Noting implements CutOverHooks {
    private final Runnable inFence;

    Noting(Runnable inFence) {
      this.inFence = inFence;
    }

    @Override
    public void fence() {
      calls.add("fence");
      inFence.run();
    }

    @Override
    public void lift() {
      calls.add("lift");
    }

    @Override
    public void handOver() {
      calls.add("hand over");
      assertThat(target.snapshot("data").keySet()).isEqualTo(source.snapshot("data").keySet());
    }

    @Override
    public void handBack() {
      calls.add("hand back");
    }
  }

  private CutOver cutOver(CutOverHooks hooks) {
    Follow follow = Follow.of(transfer(), hooks).smallPass(5, 1000).pause(Duration.ZERO);
    return new CutOver(stores, follow, event -> {}, record -> states.add(record.state()));
  }

  private CutOver cutOver() {
    return cutOver(new Noting(() -> {}));
  }

  @Test
  void passesShrinkThenItFencesCopiesTheRestProvesAndHandsOver() throws Exception {
    fill(0, 50);
    // What is written until the fence holds is in the last pass.
    CutOverRecord record = cutOver(new Noting(() -> fill(50, 53))).run();

    assertThat(record.state()).isEqualTo(CutOverState.DONE);
    assertThat(calls).containsExactly("fence", "hand over");
    assertThat(record.passes()).extracting(CutOverRecord.Pass::copied).containsExactly(50L, 0L, 3L);
    assertThat(states)
        .containsSubsequence(
            CutOverState.COPYING,
            CutOverState.FENCING,
            CutOverState.LAST_PASS,
            CutOverState.VERIFYING,
            CutOverState.HANDING_OVER,
            CutOverState.DONE);
    assertThat(target.snapshot("data")).hasSize(53);
    assertThat(cutOver().run().state()).as("done stays done").isEqualTo(CutOverState.DONE);
    assertThat(calls).hasSize(2);
  }

  /** As kill -9 does: whatever comes after the state was written never happens. */
  @ParameterizedTest
  @EnumSource(
      value = CutOverState.class,
      names = {"COPYING", "FENCING", "LAST_PASS", "VERIFYING", "HANDING_OVER", "DONE"})
  void endedInAnyStateTheSameCallContinuesAndRollBackLeadsBack(CutOverState end) throws Exception {
    fill(0, 20);
    class Killed extends Error {
      private static final long serialVersionUID = 1L;
    }
    Follow follow = Follow.of(transfer(), new Noting(() -> {})).smallPass(5, 1000);
    CutOver killed =
        new CutOver(
            stores,
            follow.pause(Duration.ZERO),
            event -> {},
            record -> {
              if (record.state() == end) {
                throw new Killed();
              }
            });
    assertThatThrownBy(killed::run).isInstanceOf(Killed.class);
    CutOverRecord seen = CutOver.status(stores, transfer()).orElseThrow();
    assertThat(seen.state()).isEqualTo(end);
    assertThat(Json.line(seen)).contains("\"state\":\"" + end + "\"", "old://data/");

    assertThat(cutOver().run().state()).isEqualTo(CutOverState.DONE);
    assertThat(target.snapshot("data")).hasSize(20);

    CutOverRecord back = cutOver().rollBack();
    assertThat(back.state()).isEqualTo(CutOverState.ROLLED_BACK);
    assertThat(back.warnings()).isEmpty();
    assertThat(calls).endsWith("hand back", "lift");
    assertThat(source.snapshot("data")).hasSize(20);
  }

  @Test
  void whatWasRolledBackStaysSoUntilItIsBegunAnew() throws Exception {
    fill(0, 3);
    assertThatThrownBy(() -> cutOver().rollBack())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no cut-over to roll back");
    cutOver().run();
    cutOver().rollBack();
    assertThat(cutOver().rollBack().state()).isEqualTo(CutOverState.ROLLED_BACK);
    assertThat(calls).containsExactly("fence", "hand over", "hand back", "lift");

    CutOverRecord anew = cutOver().run();

    assertThat(anew.state()).isEqualTo(CutOverState.DONE);
    assertThat(anew.passes().get(0).number()).isEqualTo(1);
    assertThat(calls).endsWith("lift", "fence", "hand over");
  }

  @ParameterizedTest
  @CsvSource({"5, 1000, true", "6, 1000, false", "5, 1001, false"})
  void aPassIsSmallByItsObjectsAndByItsBytes(int objects, int bytes, boolean small)
      throws Exception {
    for (int i = 1; i < objects; i++) {
      write(source, "k" + i, "");
    }
    write(source, "k", "x".repeat(bytes));

    CutOverRecord record = cutOver().run();

    assertThat(record.passes()).hasSize(small ? 2 : 3);
  }

  @ParameterizedTest
  @CsvSource({"k3, COPYING", "late, LAST_PASS"})
  void aPassInWhichAnObjectFailedLeadsNoFurther(String key, CutOverState state) throws Exception {
    fill(0, 5);
    FaultScript script = new FaultScript();
    script.on(StoreOperation.PUT).key(key).then(Fault.permanentError(ErrorKind.PERMISSION_DENIED));

    CutOverRecord record = disturbed(script, () -> write(source, "late", "x"), entered -> {}).run();

    assertThat(record.state()).isEqualTo(state);
    assertThat(record.problem())
        .hasValueSatisfying(text -> assertThat(text).contains("1 object failed, the first " + key));
    assertThat(calls).doesNotContain("hand over");
  }

  @Test
  void nobodyIsHandedOverToATargetThatLacksAnObject() throws Exception {
    leadsNoFurther(
        "1 missing, 0 different, 0 not compared",
        script -> {
          try (ObjectStore store = target.store("new://data/")) {
            store.delete(List.of("k1"));
          }
        });
  }

  @Test
  void norToOneThatHoldsAnotherObject() throws Exception {
    leadsNoFurther(
        "0 missing, 1 different, 0 not compared", script -> write(target, "k1", "other"));
  }

  @Test
  void norToOneOfWhichAnObjectCannotBeCompared() throws Exception {
    leadsNoFurther(
        "0 missing, 0 different, 1 not compared",
        script ->
            script
                .on(StoreOperation.STAT)
                .key("k1")
                .then(Fault.permanentError(ErrorKind.PERMISSION_DENIED)));
  }

  /** After the last pass something is done to the target. */
  private void leadsNoFurther(String told, Consumer<FaultScript> something) throws Exception {
    fill(0, 3);
    FaultScript script = new FaultScript();

    CutOverRecord record =
        disturbed(
                script,
                () -> {},
                state -> {
                  if (state == CutOverState.VERIFYING) {
                    something.accept(script);
                  }
                })
            .run();

    assertThat(record.state()).isEqualTo(CutOverState.LAST_PASS);
    assertThat(record.problem())
        .hasValue(
            "the sides differ: "
                + told
                + "; run again to copy and compare once more, or roll back");
    assertThat(calls).containsExactly("fence");

    ObjectStores calm =
        new ObjectStores(List.of(source, target), new ProviderConfig(Map.of(), folder));
    try (calm) {
      Follow follow = Follow.of(transfer(), new Noting(() -> {})).pause(Duration.ZERO);
      CutOver again = new CutOver(calm, follow, event -> {}, entered -> {});
      assertThat(again.run().state()).isEqualTo(CutOverState.DONE);
    }
    assertThat(calls).containsExactly("fence", "hand over");
    assertThat(target.snapshot("data").keySet()).isEqualTo(source.snapshot("data").keySet());
  }

  /** Its target goes by {@code script}. */
  private CutOver disturbed(FaultScript script, Runnable inFence, Consumer<CutOverState> entered) {
    stores.close();
    ObjectStores disturbed =
        new ObjectStores(
            List.of(source, FaultyProvider.of(target, script)),
            new ProviderConfig(Map.of(), folder));
    Follow follow =
        Follow.of(transfer(), new Noting(inFence)).smallPass(5, 1000).pause(Duration.ZERO);
    return new CutOver(disturbed, follow, event -> {}, record -> entered.accept(record.state()));
  }

  @Test
  void rolledBackBeforeTheHandOverNobodyIsHandedBack() {
    fill(0, 10);
    CutOverHooks failing =
        new CutOverHooks() {
          @Override
          public void fence() {
            throw new IllegalStateException("the writers do not answer");
          }

          @Override
          public void lift() {
            calls.add("lift");
          }

          @Override
          public void handOver() {
            calls.add("hand over");
          }

          @Override
          public void handBack() {
            calls.add("hand back");
          }
        };
    assertThatThrownBy(() -> cutOver(failing).run()).hasMessageContaining("do not answer");
    assertThat(CutOver.status(stores, transfer()).orElseThrow().state())
        .isEqualTo(CutOverState.FENCING);

    assertThat(cutOver(failing).rollBack().state()).isEqualTo(CutOverState.ROLLED_BACK);
    assertThat(calls).containsExactly("lift");
  }

  @Test
  void aFenceThatLeaksIsFoundOutAndNobodyIsHandedOver() throws Exception {
    fill(0, 10);
    AtomicInteger late = new AtomicInteger();
    Follow follow = Follow.of(transfer(), new Noting(() -> {})).pause(Duration.ZERO);
    CutOver leaking =
        new CutOver(
            stores,
            follow,
            event -> {},
            record -> {
              if (record.state() == CutOverState.VERIFYING) {
                write(source, "late-" + late.incrementAndGet(), "written behind the fence");
              }
            });

    CutOverRecord record = leaking.run();

    assertThat(record.problem()).hasValueSatisfying(text -> assertThat(text).contains("fenced"));
    assertThat(record.leaks()).isEqualTo(3);
    assertThat(calls).doesNotContain("hand over");
    assertThat(cutOver().run().state()).isEqualTo(CutOverState.DONE);
    assertThat(target.snapshot("data").keySet()).isEqualTo(source.snapshot("data").keySet());
  }

  @Test
  void whatWasWrittenAtTheTargetSinceIsNamedWhenRolledBack() throws Exception {
    fill(0, 3);
    cutOver().run();
    write(target, "new-order", "1");

    assertThat(cutOver().rollBack().warnings())
        .anySatisfy(text -> assertThat(text).contains("new-order", "not at the source"));
  }

  @Test
  void aSourceThatNeverRestsIsSaidToBeSo() throws Exception {
    fill(0, 10);
    AtomicInteger next = new AtomicInteger(100);
    Follow follow =
        Follow.of(transfer(), new Noting(() -> {}))
            .smallPass(0, 0)
            .pause(Duration.ZERO)
            .mostPasses(3);
    CutOver restless =
        new CutOver(
            stores,
            follow,
            event -> {},
            record -> write(source, "k" + next.getAndIncrement(), "x"));

    CutOverRecord record = restless.run();

    assertThat(record.state()).isEqualTo(CutOverState.COPYING);
    assertThat(record.passes()).hasSize(3);
    assertThat(record.problem())
        .hasValueSatisfying(text -> assertThat(text).contains("small", "changes too quickly"));
  }

  private static AlteredProvider telling(MemoryProvider provider, ObjectMetadata metadata) {
    return new AlteredProvider(
        provider,
        (request, page) ->
            new ListPage(
                page.objects().stream()
                    .map(
                        object ->
                            new ObjectInfo(
                                object.key(),
                                object.sizeBytes(),
                                object.version(),
                                object.lastModified(),
                                object.checksums(),
                                Optional.of(metadata)))
                    .toList(),
                page.skipped(),
                page.next()));
  }

  @Test
  void aTargetThatKeepsNoMetadataIsSaidToBeTheReasonAndNotTheSource() throws Exception {
    fill(0, 10);
    Follow follow =
        Follow.of(transfer(), new Noting(() -> {})).smallPass(5, 1000).pause(Duration.ZERO);
    try (ObjectStores forgetful =
        new ObjectStores(
            List.of(
                telling(source, ObjectMetadata.contentType("text/plain")),
                telling(target, ObjectMetadata.none())),
            new ProviderConfig(Map.of(), folder))) {
      CutOverRecord record = new CutOver(forgetful, follow, event -> {}, state -> {}).run();

      assertThat(record.state()).isEqualTo(CutOverState.COPYING);
      assertThat(record.passes()).hasSize(4);
      assertThat(record.problem())
          .hasValueSatisfying(
              text ->
                  assertThat(text)
                      .contains("the source rests", "same 10 objects", "metadata")
                      .doesNotContain("quickly"));
    }
  }

  @Test
  void twoAtOnceAreRefused() throws Exception {
    fill(0, 3);
    CutOver inner = cutOver();
    List<Throwable> refused = new ArrayList<>();
    cutOver(
            new Noting(
                () -> {
                  try {
                    inner.run();
                  } catch (InputException | InterruptedException e) {
                    refused.add(e);
                  }
                }))
        .run();
    assertThat(refused)
        .singleElement()
        .satisfies(error -> assertThat(error).hasMessageContaining("running already"));
  }

  @Test
  void fullAndDryRunsCannotBeFollowed() {
    CutOverHooks hooks = new Noting(() -> {});
    Transfer.Builder transfer = Transfer.from("old://data/").to("new://data/");
    assertThatThrownBy(() -> Follow.of(transfer.full().build(), hooks))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("full");
    assertThatThrownBy(() -> Follow.of(transfer.incremental().dryRun().build(), hooks))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("dry run");
  }

  @Test
  void whatIsRefusedWritesNothing() throws Exception {
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.writeString(data.resolve("k"), "content");
    Transfer inside =
        Transfer.from("file://" + data).to("new://data/").state(data.resolve("state")).build();
    CutOver cutOver = of(inside);

    assertThatThrownBy(cutOver::run)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("lies inside");
    assertThatThrownBy(cutOver::rollBack)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("there is no cut-over to roll back");

    assertThat(data).isDirectoryContaining("glob:**k");
    assertThat(data.resolve("state")).doesNotExist();
    assertThat(states).isEmpty();
  }

  @Test
  void killedBetweenHandOverAndItsEndItNeedsTheSourceNoMore() throws Exception {
    Path data = Files.createDirectories(folder.resolve("data"));
    Path file = Files.writeString(data.resolve("k"), "content");
    Transfer transfer =
        Transfer.from("file://" + data).to("new://data/").state(folder.resolve("state")).build();
    CutOverHooks failing =
        new CutOverHooks() {
          @Override
          public void fence() {}

          @Override
          public void lift() {}

          @Override
          public void handOver() {
            throw new IllegalStateException("not now");
          }

          @Override
          public void handBack() {}
        };
    assertThatThrownBy(() -> of(transfer, failing).run()).hasMessageContaining("not now");
    Files.delete(file);
    Files.delete(data);

    CutOverHooks calm =
        new Noting(() -> {}) {
          @Override
          public void handOver() {
            calls.add("hand over");
          }
        };
    assertThat(of(transfer, calm).run().state()).isEqualTo(CutOverState.DONE);
    assertThat(calls).containsExactly("hand over");
  }

  private CutOver of(Transfer transfer) {
    return of(transfer, new Noting(() -> {}));
  }

  private CutOver of(Transfer transfer, CutOverHooks hooks) {
    Follow follow = Follow.of(transfer, hooks).pause(Duration.ZERO);
    return new CutOver(stores, follow, event -> {}, record -> states.add(record.state()));
  }

  /** Else one that is done would hand over what it never copied. */
  @Test
  void theCutOverOfOtherPlacesIsNeitherContinuedNorRolledBack() throws Exception {
    fill(0, 3);
    assertThat(cutOver().run().done()).isTrue();
    Transfer other =
        Transfer.from("old://data/").to("new://more/").state(folder.resolve("state")).build();

    for (ThrowingCallable use :
        List.<ThrowingCallable>of(
            of(other)::run, of(other)::rollBack, () -> CutOver.status(stores, other))) {
      assertThatThrownBy(use)
          .isInstanceOf(InputException.class)
          .hasMessageContaining("holds the cut-over from old://data/ to new://data/");
    }
    assertThat(calls).containsExactly("fence", "hand over");
    assertThat(cutOver().run().done()).isTrue();
  }
}
