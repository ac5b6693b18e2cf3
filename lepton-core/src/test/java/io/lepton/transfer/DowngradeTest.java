package io.lepton.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.config.InputException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.testkit.fault.Fault;
import io.lepton.testkit.fault.FaultPlan;
import io.lepton.testkit.fault.FaultScript;
import io.lepton.testkit.fault.FaultyProvider;
import io.lepton.testkit.fault.StoreOperation;
import io.lepton.testkit.memory.MemoryProvider;
import io.lepton.transfer.crypt.Keysets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Plain objects and encrypted ones of the same names meet where a command has lost its keys. */
class DowngradeTest {
  private final Path folder;
  private final Path keyset;
  private final TransferWorld world;

  DowngradeTest(@TempDir Path folder) {
    this.folder = folder;
    this.keyset = folder.resolve("keyset.json");
    this.world = new TransferWorld(folder);
  }

  @BeforeEach
  void fill() {
    Keysets.create(keyset, Keysets.Purpose.ENCRYPTION);
    try (ObjectStore store = world.sourceStore()) {
      world.put(store, "b/small", "small");
      world.put(store, "c/larger", "larger ".repeat(1000));
    }
  }

  @AfterEach
  void close() {
    world.close();
  }

  private KeyReference keys() {
    return new KeyReference(keyset.toString());
  }

  /** As the command line does it: other options, another state folder. */
  private Transfer.Builder plain() {
    return world.transfer().state(folder.resolve("plain"));
  }

  private void encrypt() {
    assertThat(world.run(world.transfer().encrypt(keys()).build()).verified()).isTrue();
  }

  private void change(String key, String content) {
    try (ObjectStore store = world.sourceStore()) {
      world.put(store, key, content);
    }
  }

  private static boolean isEncrypted(MemoryProvider provider, String key) {
    byte[] bytes = provider.object("data", key).bytes();
    return new String(bytes, StandardCharsets.ISO_8859_1).startsWith("LEPTON");
  }

  private static TransferFilter only(String glob) {
    return new TransferFilter(
        List.of(glob),
        List.of(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        List.of());
  }

  @Nested
  class ARunWithoutTheKeysIsRefusedBeforeAnythingIsWritten {
    private void isRefused(Transfer transfer) {
      Map<String, String> before = TransferWorld.contents(world.target);
      assertThatThrownBy(() -> world.run(transfer))
          .isInstanceOf(InputException.class)
          .hasMessageContaining(
              "target new://data/ holds objects that Lepton encrypted, such as b/")
          .hasMessageContaining("--encrypt")
          .hasMessageContaining("--allow-plain");
      assertThat(TransferWorld.contents(world.target)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(names = {"INCREMENTAL", "FULL"})
    void whateverItsStrategy(TransferStrategy strategy) {
      encrypt();
      isRefused(plain().strategy(strategy).build());
    }

    @Test
    void asADryRunAndAsAnEstimateToo() {
      encrypt();
      isRefused(plain().dryRun().build());
      assertThatThrownBy(() -> world.engine().estimate(plain().build()))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("--allow-plain");
    }

    @Test
    void asAMirror() {
      encrypt();
      isRefused(plain().mirror(Mirror.standard()).build());
    }

    @Test
    void thoughItReplacesNothing() {
      encrypt();
      change("a/new", "new");
      isRefused(plain().filter(only("a/*")).build());
    }

    @Test
    void thoughTheSourceHasNothingOfWhatIsThere() {
      encrypt();
      try (ObjectStore store = world.sourceStore()) {
        store.delete(List.of("b/small", "c/larger"));
      }
      change("z/new", "new");
      isRefused(plain().build());
    }

    @Test
    void whenItDecryptsWhatItReads() {
      encrypt();
      MemoryProvider other = new MemoryProvider().named("other");
      TransferEngine engine = world.engine(world.source, other);
      engine.run(
          Transfer.from("old://data/")
              .to("other://data/")
              .state(folder.resolve("other"))
              .encrypt(keys())
              .build(),
          event -> {});
      change("b/small", "changed");
      assertThatThrownBy(
              () ->
                  world
                      .engine(other, world.target)
                      .run(
                          Transfer.from("other://data/")
                              .to("new://data/")
                              .state(folder.resolve("back"))
                              .decrypt(keys())
                              .build(),
                          event -> {}))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("--allow-plain");
      assertThat(isEncrypted(world.target, "c/larger")).isTrue();
    }
  }

  @Test
  void anEncryptedObjectAmongPlainOnesIsNotReplacedEither() {
    change("a/plain", "plain");
    world.run(plain().filter(only("a/*")).state(folder.resolve("first")).build());
    encrypt(world.transfer().filter(only("[bc]/*")));
    change("a/plain", "another");
    change("c/larger", "of another length");

    TransferResult result = world.run(plain().build());

    assertThat(result.copied()).isEqualTo(1);
    assertThat(result.failures())
        .extracting(TransferFailure::key)
        .containsExactlyInAnyOrder("b/small", "c/larger");
    assertThat(result.failures())
        .allSatisfy(
            failure -> {
              assertThat(failure.kind()).isEqualTo(ErrorKind.PRECONDITION_FAILED);
              assertThat(failure.message())
                  .contains("new://data/" + failure.key(), "is encrypted", "--allow-plain");
            });
    assertThat(isEncrypted(world.target, "b/small")).isTrue();
    assertThat(isEncrypted(world.target, "c/larger")).isTrue();
  }

  private void encrypt(Transfer.Builder transfer) {
    assertThat(world.run(transfer.encrypt(keys()).build()).failures()).isEmpty();
  }

  @Test
  void onPurposeItIsDone() {
    encrypt();
    assertThat(world.run(plain().allowingPlain().build()).copied()).isEqualTo(2);
    assertThat(TransferWorld.contents(world.target))
        .isEqualTo(TransferWorld.contents(world.source));
  }

  /** May write to the target and list it, but not read. */
  private TransferEngine writeOnly() {
    FaultPlan unreadable =
        new FaultScript()
            .on(StoreOperation.READ)
            .from(1)
            .then(Fault.permanentError(ErrorKind.PERMISSION_DENIED));
    return world.engine(world.source, FaultyProvider.of(world.target, unreadable));
  }

  @Test
  void whoMayNotReadTheTargetIsStoppedByALengthThatOnlyCipherTextHas() {
    encrypt();
    change("a/new", "new");
    change("b/small", "of another length");

    TransferResult result = writeOnly().run(plain().build(), event -> {});

    assertThat(result.failures())
        .singleElement()
        .satisfies(failure -> assertThat(failure.key()).isEqualTo("c/larger"));
    assertThat(result.copied()).isEqualTo(2);
  }

  @Test
  void whoMayNotReadTheTargetDoesNotReplaceItsFirstObjectEither() {
    encrypt();

    assertThat(writeOnly().run(plain().build(), event -> {}).failures())
        .extracting(TransferFailure::key)
        .containsExactlyInAnyOrder("b/small", "c/larger");
    assertThat(isEncrypted(world.target, "b/small")).isTrue();
  }

  @Test
  void encryptingWhatIsEncryptedIsWarnedOfUnlessItIsDecryptedFirst() {
    encrypt();
    MemoryProvider third = new MemoryProvider().named("third");
    TransferEngine engine = world.engine(world.source, world.target, third);
    Transfer.Builder again =
        Transfer.from("new://data/").to("third://data/").state(folder.resolve("1")).encrypt(keys());

    assertThat(engine.run(again.build(), event -> {}).warnings())
        .singleElement()
        .asString()
        .contains("new://data/ is encrypted already", "--decrypt", "b/small");
    Transfer anew = again.decrypt(keys()).state(folder.resolve("2")).build();
    assertThat(engine.run(anew, event -> {}).warnings()).isEmpty();
    Transfer plain = world.transfer().encrypt(keys()).full().state(folder.resolve("3")).build();
    assertThat(world.run(plain).warnings()).isEmpty();
  }

  @Test
  void anAnswerCutShortIsNotTakenForPlain() {
    encrypt();
    FaultPlan cut = new FaultScript().on(StoreOperation.READ).from(1).then(new Fault.EndEarly(3));
    TransferEngine engine = world.engine(world.source, FaultyProvider.of(world.target, cut));

    assertThat(engine.run(plain().build(), event -> {}).failed()).isEqualTo(2);
    assertThat(isEncrypted(world.target, "b/small")).isTrue();
  }

  @Test
  void encryptedObjectsAreCopiedAsTheyLieAndStayReadable() {
    encrypt();
    MemoryProvider third = new MemoryProvider().named("third");
    Transfer asTheyLie =
        Transfer.from("new://data/").to("third://data/").state(folder.resolve("third")).build();
    TransferEngine engine = world.engine(world.source, world.target, third);
    assertThat(engine.run(asTheyLie, event -> {}).copied()).isEqualTo(2);

    change("b/small", "changed, and longer");
    change("a/new", "new");
    encrypt();
    assertThat(engine.run(asTheyLie, event -> {}).copied()).isEqualTo(2);
    assertThat(TransferWorld.contents(third)).isEqualTo(TransferWorld.contents(world.target));
    VerifyRequest proof =
        VerifyRequest.of(Place.parse("old://data/"), Place.parse("third://data/"))
            .decryptTarget(keys());
    assertThat(engine.verify(proof, verdict -> {}, event -> {}).allEqual()).isTrue();
  }

  @Test
  void whatCameEncryptedFromItsSourceIsNotReplacedByWhatIsPlainThereNow() {
    encrypt();
    try (TransferWorld lying =
            new TransferWorld(
                folder.resolve("lying"),
                new MemoryProvider().listingNoChecksums(),
                new MemoryProvider());
        ObjectStore store = lying.sourceStore()) {
      for (String key : List.of("b/small", "c/larger")) {
        lying.put(store, key, world.target.object("data", key).bytes());
      }
      assertThat(lying.run(lying.transfer().build()).copied()).isEqualTo(2);
      lying.put(store, "c/larger", "plain by mistake ".repeat(1000));

      assertThat(lying.run(lying.transfer().build()).failures())
          .extracting(TransferFailure::key)
          .containsExactly("c/larger");
      assertThat(isEncrypted(lying.target, "c/larger")).isTrue();
    }
  }

  @Test
  void anotherKeysetReplacesNothingButInAFullRun() {
    encrypt();
    Map<String, String> before = TransferWorld.contents(world.target);
    Path other = folder.resolve("other.json");
    Keysets.create(other, Keysets.Purpose.ENCRYPTION);
    Transfer.Builder transfer = plain().encrypt(new KeyReference(other.toString()));

    assertThat(world.run(transfer.build()).failures())
        .hasSize(2)
        .allSatisfy(failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.PERMISSION_DENIED));
    assertThat(TransferWorld.contents(world.target)).isEqualTo(before);
    assertThat(world.run(transfer.state(folder.resolve("full")).full().build()).copied())
        .isEqualTo(2);
  }

  @Test
  void aRunThatReplacesNothingLooksAtOneObjectAtMost() {
    world.run(plain().build());
    change("a/new", "new");
    FaultyProvider target = FaultyProvider.of(world.target, FaultPlan.none());
    TransferEngine engine = world.engine(world.source, target);
    assertThat(engine.run(plain().build(), event -> {}).copied()).isEqualTo(1);
    assertThat(engine.run(plain().build(), event -> {}).copied()).isZero();
    assertThat(target.calls(StoreOperation.READ)).isLessThanOrEqualTo(1);
  }

  @Nested
  class VerifyingSays {
    private final VerifyRequest request =
        VerifyRequest.of(Place.parse("old://data/"), Place.parse("new://data/"));

    private VerifyResult verify(VerifyRequest asked) {
      return world.engine().verify(asked, verdict -> {}, event -> {});
    }

    @Test
    void whichKeysWereLeftOut() {
      encrypt();
      VerifyResult result = verify(request);
      assertThat(result.differ()).hasSize(2);
      assertThat(result.warnings())
          .singleElement()
          .asString()
          .contains("new://data/ is encrypted; name its keys (--encrypt)");
      VerifyRequest back = VerifyRequest.of(Place.parse("new://data/"), Place.parse("old://data/"));
      assertThat(verify(back).warnings())
          .singleElement()
          .asString()
          .contains("new://data/ is encrypted; name its keys (--decrypt)");
    }

    @Test
    void whichAreNamedForPlainObjects() {
      world.run(plain().build());
      VerifyResult result = verify(request.decryptTarget(keys()));
      assertThat(result.allEqual()).isFalse();
      assertThat(result.warnings())
          .singleElement()
          .asString()
          .contains("new://data/ is not encrypted; name no keys (--encrypt)");
    }

    @Test
    void nothingOfKeysWhereObjectsDifferOtherwise() {
      world.run(plain().build());
      change("c/larger", "changed");
      VerifyResult result = verify(request);
      assertThat(result.differ()).containsExactly("c/larger");
      assertThat(result.warnings()).isEmpty();
    }
  }
}
