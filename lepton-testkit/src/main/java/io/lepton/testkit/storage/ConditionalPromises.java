package io.lepton.testkit.storage;

import static io.lepton.testkit.storage.Failures.fails;
import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.Capability;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectReader;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.Precondition;
import io.lepton.spi.storage.PutRequest;
import io.lepton.spi.storage.ReadRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

abstract class ConditionalPromises extends Promises {

  ConditionalPromises(ObjectStoreContract contract) {
    super(contract);
  }

  private static PutRequest request(String text, Precondition precondition) {
    return PutRequest.of("k", ObjectContent.of(text)).precondition(precondition);
  }

  /** Whether the capability is offered; where it is not, the write must be refused. */
  private boolean offered(Capability capability, Precondition precondition) {
    if (offers(capability)) {
      return true;
    }
    fails(() -> store().put(request("x", precondition)), ErrorKind.UNSUPPORTED);
    assertThat(store().stat("k")).isEmpty();
    return false;
  }

  @Test
  void createIfAbsentCreatesOnceAndNeverReplaces() {
    if (offered(Capability.CREATE_IF_ABSENT, Precondition.absent())) {
      store().put(request("first", Precondition.absent()));
      fails(() -> store().put(request("second", Precondition.absent())), ErrorKind.ALREADY_EXISTS);
      assertThat(text("k")).isEqualTo("first");
    }
  }

  @Test
  void createIfAbsentWorksAgainAfterADelete() {
    if (offered(Capability.CREATE_IF_ABSENT, Precondition.absent())) {
      store().put(request("first", Precondition.absent()));
      store().delete(List.of("k"));
      store().put(request("second", Precondition.absent()));
      assertThat(text("k")).isEqualTo("second");
    }
  }

  @Test
  void ofManyCreatorsExactlyOneWins() throws Exception {
    if (!offered(Capability.CREATE_IF_ABSENT, Precondition.absent())) {
      return;
    }
    List<Callable<Boolean>> creators = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      ObjectStore own = i % 2 == 0 ? store() : another();
      String text = "creator " + i;
      creators.add(
          () -> {
            try {
              own.put(request(text, Precondition.absent()));
              return true;
            } catch (CloudException e) {
              assertThat(e.kind()).isEqualTo(ErrorKind.ALREADY_EXISTS);
              return false;
            }
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      int winners = 0;
      for (Future<Boolean> creator : threads.invokeAll(creators)) {
        winners += creator.get() ? 1 : 0;
      }
      assertThat(winners).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void replaceIfUnchangedReplacesTheVersionThatWasSeen() {
    if (offered(Capability.REPLACE_IF_UNCHANGED, Precondition.unchanged("1"))) {
      ObjectInfo seen = put("k", "one");
      ObjectInfo next = store().put(request("two", Precondition.unchanged(seen.version())));
      store().put(request("three", Precondition.unchanged(next.version())));
      assertThat(text("k")).isEqualTo("three");
    }
  }

  @Test
  void replaceIfUnchangedRefusesAnOlderVersionAndAMissingObject() {
    if (offered(Capability.REPLACE_IF_UNCHANGED, Precondition.unchanged("1"))) {
      String seen = put("k", "one").version();
      put("k", "two");
      Precondition stale = Precondition.unchanged(seen);
      fails(() -> store().put(request("three", stale)), ErrorKind.PRECONDITION_FAILED);
      assertThat(text("k")).isEqualTo("two");
      store().delete(List.of("k"));
      fails(() -> store().put(request("three", stale)), ErrorKind.PRECONDITION_FAILED);
      assertThat(store().stat("k")).isEmpty();
    }
  }

  @Test
  void noUpdateIsLostBetweenConditionalWriters() throws Exception {
    if (!offered(Capability.REPLACE_IF_UNCHANGED, Precondition.unchanged("1"))) {
      return;
    }
    put("k", "0");
    List<Callable<Boolean>> writers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      ObjectStore own = another();
      writers.add(
          () -> {
            for (int n = 0; n < 10; n++) {
              increment(own);
            }
            return true;
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (Future<Boolean> writer : threads.invokeAll(writers)) {
        assertThat(writer.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(text("k")).isEqualTo("40");
  }

  private static void increment(ObjectStore own) throws Exception {
    while (true) {
      try (ObjectReader reader = own.read(ReadRequest.of("k"))) {
        String before = new String(reader.stream().readAllBytes(), StandardCharsets.UTF_8);
        own.put(
            request(
                Integer.toString(Integer.parseInt(before) + 1),
                Precondition.unchanged(reader.info().version())));
        return;
      } catch (CloudException e) {
        assertThat(e.kind()).isEqualTo(ErrorKind.PRECONDITION_FAILED);
      }
    }
  }
}
