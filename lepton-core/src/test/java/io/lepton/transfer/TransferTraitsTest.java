package io.lepton.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class TransferTraitsTest {

  private static TransferFilter including(List<String> globs) {
    return new TransferFilter(
        globs, List.of(), OptionalLong.empty(), OptionalLong.empty(), Optional.empty(), List.of());
  }

  private static TransferFilter filter(Optional<Instant> newerThan) {
    return new TransferFilter(
        List.of("*.csv", "*.txt"),
        List.of(),
        OptionalLong.empty(),
        OptionalLong.of(9),
        newerThan,
        List.of());
  }

  private static Transfer.Builder transfer() {
    return Transfer.from("s3://a/x/").to("gs://b/");
  }

  @Test
  void whatIsSetIsNamedAsItsOptionIs() {
    assertThat(TransferTraits.of(transfer().filter(filter(Optional.empty())).build()))
        .isEqualTo(
            Map.of(
                "source", "s3://a/x/",
                "target", "gs://b/",
                "strategy", "incremental",
                "include", "*.csv, *.txt",
                "max-size", "9 bytes"));
  }

  @Test
  void aTransferOfTheLastSevenDaysIsTheSameOneWheneverItIsRun() {
    Instant now = Instant.now();
    Transfer first = transfer().filter(filter(Optional.of(now))).build();
    Transfer again = transfer().filter(filter(Optional.of(now.plusSeconds(60)))).build();

    assertThat(TransferTraits.of(again)).isEqualTo(TransferTraits.of(first));
  }

  @Test
  void aGlobWithACommaIsNotTwo() {
    assertThat(traits(List.of("a, b"))).containsEntry("include", "a,\\ b");
    assertThat(traits(List.of("*.{csv,txt}", "a b"))).containsEntry("include", "*.{csv,txt}, a b");
  }

  @Property
  void otherGlobsAreAnotherTransfer(
      @ForAll("globs") List<String> some, @ForAll("globs") List<String> others) {
    assertThat(traits(some).equals(traits(others))).isEqualTo(some.equals(others));
  }

  @Property
  void globsThatAreJoinedAreAnotherTransfer(@ForAll("globs") List<String> globs) {
    Assume.that(globs.size() > 1);
    assertThat(traits(globs)).isNotEqualTo(traits(List.of(String.join(", ", globs))));
  }

  @Provide
  Arbitrary<List<String>> globs() {
    return Arbitraries.of("a", ",", " ", "\\\\", "\\ ", "\\,")
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(signs -> String.join("", signs))
        .list()
        .ofMaxSize(3);
  }

  private static Map<String, String> traits(List<String> globs) {
    return TransferTraits.of(transfer().filter(including(globs)).build());
  }
}
