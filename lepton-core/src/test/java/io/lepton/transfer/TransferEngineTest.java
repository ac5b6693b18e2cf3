package io.lepton.transfer;

import static io.lepton.transfer.TransferWorld.contents;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.lepton.config.InputException;
import io.lepton.event.LeptonEvent;
import io.lepton.json.Json;
import io.lepton.spi.Capability;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Limits;
import io.lepton.spi.Place;
import io.lepton.spi.storage.ListPage;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.testkit.fault.Fault;
import io.lepton.testkit.fault.FaultScript;
import io.lepton.testkit.fault.StoreOperation;
import io.lepton.testkit.memory.MemoryProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransferEngineTest {
  private final Path folder;
  private final TransferWorld world;

  TransferEngineTest(@TempDir Path folder) {
    this.folder = folder;
    this.world = new TransferWorld(folder);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void source(String key, String content) {
    try (ObjectStore store = world.sourceStore()) {
      world.put(store, key, content);
    }
  }

  private void target(String key, String content) {
    try (ObjectStore store = world.targetStore()) {
      world.put(store, key, content);
    }
  }

  @Nested
  class Copying {
    @Test
    void everythingArrivesWithItsMetadata() {
      world.fillSource(3000, 2000, 1);
      try (ObjectStore store = world.sourceStore()) {
        ObjectMetadata metadata =
            new ObjectMetadata(
                Map.of("content-type", "text/csv", "content-encoding", "gzip"),
                Map.of("owner", "ada"),
                Map.of("Team", "fraud"));
        world.put(store, "a/ odd ☃ \ud83d\ude00 key//.", "content", metadata);
        world.put(store, "a", "");
        world.put(store, "a/", "x");
      }

      TransferResult result = world.run(world.transfer().build());

      assertThat(result.failures()).isEmpty();
      assertThat(result.copied()).isEqualTo(3003);
      assertThat(result.verified()).isTrue();
      assertThat(result.bytesRead()).isEqualTo(result.bytes());
      assertThat(contents(world.target)).isEqualTo(contents(world.source));
    }

    @Test
    void nothingIsCopiedTwice() {
      world.fillSource(50, 100, 2);
      world.run(world.transfer().build());

      TransferResult again = world.run(world.transfer().build());

      assertThat(again.copied()).isZero();
      assertThat(again.skipped()).isEqualTo(50);
      assertThat(again.verified()).isTrue();
      assertThat(again.bytesRead()).as("both stores know digests").isZero();
    }

    @Test
    void whereListingsTellEverythingNoStateIsLeft() {
      world.fillSource(50, 100, 2);
      TransferEngine engine =
          world.engine(Foretelling.describing(world.source), Foretelling.describing(world.target));
      engine.run(world.transfer().build(), world.events::add);

      assertThat(engine.run(world.transfer().build(), world.events::add).skipped()).isEqualTo(50);
      assertThat(folder.resolve("state")).doesNotExist();
    }

    @Test
    void sameSizeWithOtherContentIsCopied() {
      source("k", "new");
      target("k", "old");

      assertThat(world.run(world.transfer().build()).copied()).isEqualTo(1);
      assertThat(contents(world.target)).isEqualTo(contents(world.source));
    }

    @Test
    void fullCopiesWhatIsEqualToo() {
      source("k", "same");
      target("k", "same");

      assertThat(world.run(world.transfer().full().build()).copied()).isEqualTo(1);
    }

    @Test
    void largeObjectsGoInPartsWithinTheTargetsLimits() {
      Limits limits = new Limits(100, 1000, 50, 5000, 1 << 20, 1024, 10, 7, 10);
      try (TransferWorld narrow =
          new TransferWorld(folder, new MemoryProvider().limitedTo(limits))) {
        byte[] content = new byte[30_007];
        new Random(3).nextBytes(content);
        try (ObjectStore store = narrow.sourceStore()) {
          narrow.put(store, "large", content);
          narrow.put(store, "small", "s");
        }

        TransferResult result =
            narrow.run(narrow.transfer().chunking(new Chunking(100, 2000, 500)).build());

        assertThat(result.failures()).isEmpty();
        assertThat(contents(narrow.target)).isEqualTo(contents(narrow.source));
      }
    }

    @Test
    void objectsThatTheTargetCannotTakeAreNamed() {
      Limits limits = new Limits(1, 1000, 5, 5000, 6000, 8, 10, 7, 1);
      try (TransferWorld narrow =
          new TransferWorld(folder, new MemoryProvider().limitedTo(limits))) {
        try (ObjectStore store = narrow.sourceStore()) {
          narrow.put(store, "a-key-too-long", "s");
          narrow.put(store, "huge", new byte[6001]);
          narrow.put(store, "fine", "s");
        }

        TransferResult result = narrow.run(narrow.transfer().build());

        assertThat(result.failures())
            .extracting(TransferFailure::key, TransferFailure::kind)
            .containsExactlyInAnyOrder(
                tuple("a-key-too-long", ErrorKind.INVALID_ARGUMENT),
                tuple("huge", ErrorKind.INVALID_ARGUMENT));
        assertThat(contents(narrow.target)).containsOnlyKeys("fine");
      }
    }

    /** As objects of S3 whose metadata SOAP wrote: their source tells only how much there is. */
    @Test
    void metadataThatTheSourceCannotTellIsAWarning() {
      ObjectMetadata untold = new ObjectMetadata(Map.of(), Map.of("u", "v"), Map.of(), 2);
      try (TransferWorld world = new TransferWorld(folder);
          ObjectStore source = world.sourceStore();
          ObjectStore target = world.targetStore()) {
        world.put(source, "k", "content", untold);
        world.put(source, "copied inside the cloud", "content", untold);
        world.put(target, "copied inside the cloud", "content", untold);

        TransferResult result = world.run(world.transfer().build());

        assertThat(result.copied()).isEqualTo(1);
        assertThat(result.warnings())
            .containsExactly("the source cannot tell all user metadata, some is lost of: k");
        TransferResult again = world.run(world.transfer().build());
        assertThat(again.copied()).isZero();
        assertThat(again.warnings()).isEmpty();
      }
    }

    @Test
    void metadataThatTheTargetCannotKeepIsAWarning() {
      try (TransferWorld poor =
          new TransferWorld(folder, new MemoryProvider().without(Capability.TAGS))) {
        try (ObjectStore store = poor.sourceStore()) {
          poor.put(
              store, "k", "v", new ObjectMetadata(Map.of(), Map.of("a", "b"), Map.of("t", "u")));
        }

        TransferResult result = poor.run(poor.transfer().build());

        assertThat(result.failures()).isEmpty();
        assertThat(result.warnings()).containsExactly("new does not keep tag 't', lost of: k");
        assertThat(poor.events)
            .anySatisfy(
                event ->
                    assertThat(event)
                        .isInstanceOfSatisfying(
                            LeptonEvent.Notice.class,
                            notice ->
                                assertThat(notice.severity())
                                    .isEqualTo(LeptonEvent.Severity.WARNING)));
      }
    }

    @Test
    void aTargetThatCanNothingButWriteGetsEverything() {
      MemoryProvider plain =
          new MemoryProvider()
              .without(
                  Capability.MULTIPART_UPLOAD,
                  Capability.CREATE_IF_ABSENT,
                  Capability.REPLACE_IF_UNCHANGED);
      try (TransferWorld poor = new TransferWorld(folder, plain)) {
        poor.fillSource(10, 3000, 7);
        Transfer transfer = poor.transfer().chunking(new Chunking(64, 128, 50)).build();
        assertThat(poor.run(transfer).failures()).isEmpty();
        try (ObjectStore store = poor.sourceStore()) {
          poor.put(store, "folder-1/object-1", "changed");
        }

        assertThat(poor.run(transfer).failures()).isEmpty();

        assertThat(contents(poor.target)).isEqualTo(contents(poor.source));
      }
    }

    @Test
    void theResultIsTheJsonThatScriptsDependOn() {
      source("k", "v");
      String json = Json.line(world.run(world.transfer().build()));
      assertThat(json)
          .contains(
              "\"copied\":1,\"skipped\":0,\"deleted\":0,\"failed\":0,\"bytes\":1,\"seconds\":")
          .contains("\"verified\":true,\"failures\":[],\"warnings\":[]");
    }

    @Test
    void aDryRunWritesNothingAndKeepsNoState() throws Exception {
      source("k", "v");
      target("extra", "e");

      TransferResult result =
          world.run(world.transfer().mirror(Mirror.standard()).dryRun().build());

      assertThat(result.copied()).isEqualTo(1);
      assertThat(result.deleted()).isEqualTo(1);
      assertThat(result.verified()).isFalse();
      assertThat(contents(world.target)).containsOnlyKeys("extra");
      assertThat(folder.resolve("state")).doesNotExist();
    }

    @Test
    void bandwidthIsKept() {
      source("k", "x".repeat(40_000));
      TransferResult result = world.run(world.transfer().bandwidth(100_000).build());
      assertThat(result.failures()).isEmpty();
      assertThat(result.seconds()).isGreaterThan(0.25);
    }
  }

  @Nested
  class Filtering {
    @Test
    void onlyWhatPassesTakesPart() {
      source("a/1.csv", "1");
      source("a/2.txt", "2");
      source("b/3.csv", "3");
      source("b/deep/4.csv", "4444");

      TransferFilter filter =
          TransferFilter.everything().include("*.csv").exclude("b/*").maxSize(3);
      world.run(world.transfer().partial(filter).build());

      assertThat(contents(world.target)).containsOnlyKeys("a/1.csv");
    }

    @Test
    void contentTypesAreLookedUpWhereListingsDoNotTell() {
      try (ObjectStore store = world.sourceStore()) {
        world.put(store, "p", "1", ObjectMetadata.contentType("image/png; q=1"));
        world.put(store, "t", "1", ObjectMetadata.contentType("text/plain"));
        world.put(store, "n", "1");
      }
      TransferFilter filter = TransferFilter.everything().contentType("image/*");

      assertThat(world.run(world.transfer().partial(filter).build()).failures()).isEmpty();

      assertThat(contents(world.target)).containsOnlyKeys("p");
    }

    @Test
    void partialWithoutAFilterIsRefused() {
      assertThatThrownBy(() -> world.transfer().strategy(TransferStrategy.PARTIAL).build())
          .isInstanceOf(InputException.class)
          .hasMessageContaining("needs a filter");
    }
  }

  @Nested
  class Mirroring {
    @Test
    void whatTheSourceLacksGoes() {
      source("a", "1");
      target("b", "2");
      target("c", "3");

      TransferResult result = world.run(world.transfer().mirror(Mirror.standard()).build());

      assertThat(result.deleted()).isEqualTo(2);
      assertThat(contents(world.target)).isEqualTo(contents(world.source));
    }

    @Test
    void nothingGoesWhenTooMuchWould() {
      source("a", "1");
      target("b", "2");
      target("c", "3");

      TransferResult result = world.run(world.transfer().mirror(Mirror.maxDelete(1)).build());

      assertThat(result.deleted()).isZero();
      assertThat(result.failures())
          .singleElement()
          .satisfies(
              failure ->
                  assertThat(failure.message()).contains("2 objects", "max-delete 1", "nothing"));
      assertThat(contents(world.target)).containsOnlyKeys("a", "b", "c");
    }

    @Test
    void asManyGoAsMayGo() {
      source("a", "1");
      target("b", "2");
      target("c", "3");

      TransferResult result = world.run(world.transfer().mirror(Mirror.maxDelete(2)).build());

      assertThat(result.failures()).isEmpty();
      assertThat(result.deleted()).isEqualTo(2);
      assertThat(contents(world.target)).containsOnlyKeys("a");
    }

    @Test
    void whatIsOfAnotherContentTypeStays() {
      try (ObjectStore source = world.sourceStore();
          ObjectStore target = world.targetStore()) {
        world.put(source, "a.png", "1", ObjectMetadata.contentType("image/png"));
        world.put(target, "b.png", "2", ObjectMetadata.contentType("image/png"));
        world.put(target, "c.txt", "3", ObjectMetadata.contentType("text/plain"));
      }
      TransferFilter filter = TransferFilter.everything().contentType("image/*");

      world.run(world.transfer().filter(filter).mirror(Mirror.standard()).build());

      assertThat(contents(world.target)).containsOnlyKeys("a.png", "c.txt");
    }

    @Test
    void anEmptySourceIsNotTakenForWhatItSays() {
      assertThat(world.run(world.transfer().mirror(Mirror.standard()).build()).failed())
          .as("of nothing, nothing is deleted")
          .isZero();
      target("b", "2");

      TransferResult refused = world.run(world.transfer().mirror(Mirror.standard()).build());
      assertThat(refused.failed()).isEqualTo(1);
      assertThat(contents(world.target)).containsOnlyKeys("b");

      TransferResult allowed =
          world.run(world.transfer().mirror(Mirror.standard().allowingEmptySource()).build());
      assertThat(allowed.deleted()).isEqualTo(1);
    }

    @Test
    void excludedKeysStayUnlessAskedFor() {
      source("a.csv", "1");
      source("kept-out.tmp", "1");
      target("b.tmp", "2");
      target("kept-out.tmp", "other");
      target("c.csv", "3");
      TransferFilter filter = TransferFilter.everything().exclude("*.tmp");

      world.run(world.transfer().filter(filter).mirror(Mirror.standard()).build());
      assertThat(contents(world.target)).containsOnlyKeys("a.csv", "b.tmp", "kept-out.tmp");

      world.run(
          world.transfer().filter(filter).mirror(Mirror.standard().deletingExcluded()).build());
      assertThat(contents(world.target)).containsOnlyKeys("a.csv", "kept-out.tmp");
    }
  }

  @Nested
  class Foretelling {
    @Test
    void theEstimateNamesEveryObjectsFate() {
      source("copy", "1");
      source("keep", "2");
      target("keep", "2");
      target("extra", "3");
      List<PlannedAction> actions = new ArrayList<>();

      TransferEstimate estimate =
          world
              .engine(describing(world.source), describing(world.target))
              .estimate(world.transfer().mirror(Mirror.standard()).build(), actions::add);

      assertThat(actions)
          .extracting(action -> action.verb() + " " + action.key())
          .containsExactly("COPY copy", "DELETE extra", "KEEP keep");
      assertThat(estimate.objectsToCopy()).isEqualTo(1);
      assertThat(estimate.bytesToCopy()).isEqualTo(1);
      assertThat(estimate.sourceObjects()).isEqualTo(2);
      assertThat(contents(world.target)).containsOnlyKeys("keep", "extra");
    }

    @Test
    void metadataThatDiffersIsForetoldAsACopyAsItIsCopied() {
      try (ObjectStore from = world.sourceStore();
          ObjectStore to = world.targetStore()) {
        world.put(
            from, "k", "same", new ObjectMetadata(Map.of(), Map.of("color", "blue"), Map.of()));
        world.put(to, "k", "same", new ObjectMetadata(Map.of(), Map.of("color", "red"), Map.of()));
      }
      Transfer transfer = world.transfer().build();
      TransferEngine engine = world.engine(describing(world.source), describing(world.target));

      assertThat(engine.estimate(transfer).objectsToCopy()).isEqualTo(1);
      assertThat(engine.run(transfer, event -> {}).copied()).isEqualTo(1);
    }

    /** Its listings tell metadata, as those of Google do and those of S3 do not. */
    private static CloudProvider describing(MemoryProvider provider) {
      return new AlteredProvider(
          provider,
          (request, page) ->
              new ListPage(
                  page.objects().stream()
                      .map(
                          object ->
                              Objects.requireNonNull(provider.snapshot("data").get(object.key()))
                                  .info())
                      .toList(),
                  page.skipped(),
                  page.next()));
    }

    @Test
    void whatTheTargetCannotTakeIsForetoldToo() {
      Limits limits = new Limits(1, 1000, 5, 5000, 6000, 8, 10, 7, 1);
      try (TransferWorld narrow =
          new TransferWorld(folder, new MemoryProvider().limitedTo(limits))) {
        try (ObjectStore store = narrow.sourceStore()) {
          narrow.put(store, "a-key-too-long", "s");
          narrow.put(store, "huge", new byte[5001]);
          narrow.put(store, "fine", "s");
        }

        assertThat(narrow.engine().estimate(narrow.transfer().build()))
            .satisfies(estimate -> assertThat(estimate.objectsRefused()).isEqualTo(2))
            .satisfies(estimate -> assertThat(estimate.objectsToCopy()).isEqualTo(1));
        assertThat(narrow.run(narrow.transfer().dryRun().build()).failures())
            .extracting(TransferFailure::key)
            .containsExactlyInAnyOrder("a-key-too-long", "huge");
      }
    }

    @Test
    void theForetoldRequestsAreTheRequestsSent() {
      world.fillSource(25, 100, 4);
      Transfer transfer = world.transfer().build();
      long foretold = world.engine().estimate(transfer).requests();
      assertThat(world.run(transfer).requests()).isEqualTo(foretold);
    }
  }

  @Nested
  class Verifying {
    private VerifyResult verify(VerifyRequest request, List<String> marks) {
      return world.engine().verify(request, verdict -> marks.add(verdict.toString()), e -> {});
    }

    @Test
    void everyDifferenceIsNamed() {
      source("same", "1");
      target("same", "1");
      source("flipped", "1");
      target("flipped", "2");
      source("missing", "1");
      target("extra", "1");
      List<String> marks = new ArrayList<>();
      Transfer transfer = world.transfer().build();

      VerifyResult result = verify(VerifyRequest.of(transfer.from(), transfer.to()), marks);

      assertThat(marks).containsExactlyInAnyOrder("= same", "* flipped", "+ missing", "- extra");
      assertThat(result.allEqual()).isFalse();
      assertThat(Json.line(result))
          .startsWith(
              "{\"equal\":1,\"missing\":[\"missing\"],\"extra\":[\"extra\"],\"differ\":[\"flipped\"]");
    }

    @Test
    void aManifestProvesTheTargetWithoutItsSource() throws Exception {
      world.fillSource(40, 3000, 5);
      Path manifest = folder.resolve("manifest.jsonl");
      Transfer transfer = world.transfer().manifest(manifest).build();
      world.run(transfer);
      assertThat(Files.readAllLines(manifest)).hasSize(42);

      VerifyRequest request = VerifyRequest.against(manifest, transfer.to());
      assertThat(verify(request, new ArrayList<>()).allEqual()).isTrue();
      assertThat(
              verify(request.depth(VerifyRequest.Depth.READ_EVERYTHING), new ArrayList<>()).equal())
          .isEqualTo(40);

      target("folder-1/object-1", "changed");
      assertThat(verify(request, new ArrayList<>()).differ()).containsExactly("folder-1/object-1");
    }

    @Test
    void aManifestNamesWhatWasThereAlreadyToo() {
      world.fillSource(40, 3000, 5);
      world.copyByHand();
      source("new", "1");
      Path manifest = folder.resolve("manifest.jsonl");
      Transfer transfer = world.transfer().manifest(manifest).build();
      assertThat(world.run(transfer).copied()).isEqualTo(1);

      VerifyResult result =
          verify(VerifyRequest.against(manifest, transfer.to()), new ArrayList<>());

      assertThat(result.equal()).isEqualTo(41);
      assertThat(result.allEqual()).isTrue();
    }

    @Test
    void aManifestNamesNothingOfARunBefore() {
      source("gone", "1");
      source("later", "2");
      Path manifest = folder.resolve("manifest.jsonl");
      Transfer transfer = world.transfer().manifest(manifest).build();
      FaultScript script = new FaultScript();
      script
          .on(StoreOperation.PUT)
          .key("later")
          .then(Fault.permanentError(ErrorKind.PERMISSION_DENIED));
      assertThat(world.faulty(script).run(transfer, event -> {}).failed()).isEqualTo(1);
      assertThat(manifest).doesNotExist();
      try (ObjectStore store = world.sourceStore()) {
        store.delete(List.of("gone"));
      }
      world.run(transfer);

      VerifyResult result =
          verify(VerifyRequest.against(manifest, transfer.to()), new ArrayList<>());

      assertThat(result.equal()).isEqualTo(1);
      assertThat(result.extra()).containsExactly("gone");
    }

    @Test
    void anObjectNamedLikeAFieldOfItsLastLineDoesNotEndTheManifest() {
      source("linesSha256", "1");
      source("z", "2");
      Path manifest = folder.resolve("manifest.jsonl");
      Transfer transfer = world.transfer().manifest(manifest).build();
      world.run(transfer);
      try (ObjectStore store = world.targetStore()) {
        store.delete(List.of("linesSha256", "z"));
      }

      VerifyResult result =
          verify(VerifyRequest.against(manifest, transfer.to()), new ArrayList<>());

      assertThat(result.missing()).containsExactly("linesSha256", "z");
      assertThat(result.allEqual()).isFalse();
    }

    @Test
    void aManifestThatWasCutOffIsRefused() throws Exception {
      world.fillSource(5, 30, 6);
      Path manifest = folder.resolve("manifest.jsonl");
      Transfer transfer = world.transfer().manifest(manifest).build();
      world.run(transfer);
      List<String> lines = Files.readAllLines(manifest);
      Files.write(manifest, lines.subList(0, 4));

      assertThatThrownBy(
              () -> verify(VerifyRequest.against(manifest, transfer.to()), new ArrayList<>()))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("manifest.jsonl:4");
    }
  }

  @Nested
  class Refusing {
    @Test
    void aManifestThatCannotBeWrittenBeforeAnythingIsCopied() throws Exception {
      world.fillSource(3, 100, 1);
      Path file = Files.writeString(folder.resolve("file"), "no folder");
      for (Path bad : List.of(file.resolve("manifest.jsonl"), folder)) {
        assertThatThrownBy(() -> world.run(world.transfer().manifest(bad).build()))
            .isInstanceOf(InputException.class)
            .hasMessageContaining(bad.toString())
            .hasMessageContaining("name a");
        assertThat(world.target.snapshot("data")).isEmpty();
      }
    }

    @Test
    void anUnknownSchemeNamesTheNearestAndTheInstalled() {
      assertThatThrownBy(() -> world.run(Transfer.from("olds://data/").to("new://data/").build()))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("olds://")
          .hasMessageContaining("did you mean old://?")
          .hasMessageContaining("new://, old://");
    }

    @Test
    void placesThatOverlapAreRefused() {
      assertThatThrownBy(() -> world.run(Transfer.from("old://d/a").to("old://d/a/").build()))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("same place");
      assertThatThrownBy(() -> world.run(Transfer.from("old://d/a").to("old://d/a/b").build()))
          .hasMessageContaining("inside source");
      assertThatThrownBy(() -> world.run(Transfer.from("old://d/a/b").to("old://d/").build()))
          .hasMessageContaining("inside target");
    }

    @Test
    void oneFolderUnderTwoNamesIsOnePlace() throws Exception {
      Path real = Files.createDirectory(folder.resolve("real"));
      Path link = Files.createSymbolicLink(folder.resolve("link"), real);
      assertThatThrownBy(
              () -> PlaceChecks.checkApart(Place.file(real), Place.file(link.resolve("below"))))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("inside source");
    }

    @Test
    void missingFolderIsNoEmptySource() throws Exception {
      Path there = Files.createFile(folder.resolve("file"));
      for (Path source : List.of(folder.resolve("nowhere"), there)) {
        Transfer transfer =
            Transfer.from(Place.file(source)).to(Place.file(folder.resolve("b"))).build();
        assertThatThrownBy(() -> PlaceChecks.check(transfer, folder.resolve("state")))
            .isInstanceOf(InputException.class)
            .hasMessageContaining(source.toString());
      }
    }

    @Test
    void stateInsideAPlaceIsRefused() {
      Transfer transfer =
          Transfer.from(Place.file(folder.resolve("a")))
              .to(Place.file(folder.resolve("b")))
              .state(folder.resolve("b/state"))
              .build();
      assertThatThrownBy(() -> world.run(transfer))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("state folder");
    }

    /** It would be copied while it is written, or deleted by the mirror that it is of. */
    @Test
    void soIsTheStateThatNobodyNamed() {
      Place above = Place.file(folder);
      for (Transfer.Builder transfer :
          List.of(
              Transfer.from(above).to("new://data/"),
              Transfer.from("old://data/").to(above).mirror(Mirror.standard()))) {
        Transfer built = transfer.build();
        assertThatThrownBy(() -> world.run(built))
            .isInstanceOf(InputException.class)
            .hasMessageStartingWith("state folder " + folder.resolve("home/transfer"))
            .hasMessageEndingWith("lies inside " + above + "; name one elsewhere with --state");
        assertThatThrownBy(() -> world.engine().estimate(built)).isInstanceOf(InputException.class);
      }
      assertThat(folder.resolve("home")).doesNotExist();
    }
  }
}
