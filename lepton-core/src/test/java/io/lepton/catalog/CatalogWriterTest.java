package io.lepton.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.spi.price.EgressTier;
import io.lepton.spi.price.Offer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogWriterTest {
  private static final List<String> TEXTS =
      List.of("a", "b-c", "x,y", "say \"so\"", "two\nlines", "é漢", "with space", "cr\r");

  @RepeatedTest(50)
  void whatIsWrittenReadsBackEqual(RepetitionInfo repetition, @TempDir Path folder) {
    Random random = new Random(repetition.getCurrentRepetition());
    List<Offer> offers = new ArrayList<>();
    for (int i = 0; i < random.nextInt(40); i++) {
      offers.add(
          new Offer(
              text(random),
              text(random),
              random.nextBoolean() ? "" : text(random),
              text(random),
              random.nextInt(1000) / 8.0,
              random.nextInt(100_000) / 100.0,
              random.nextBoolean() ? "" : text(random),
              random.nextInt(9) / 8.0,
              price(random),
              price(random)));
    }
    Path file = folder.resolve("catalog.csv");
    CatalogWriter.write(Catalog.of(offers, "test"), file);
    assertThat(Catalog.read(file).offers()).isEqualTo(offers);
  }

  private static String text(Random random) {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private static OptionalLong price(Random random) {
    return random.nextInt(4) == 0
        ? OptionalLong.empty()
        : OptionalLong.of(random.nextLong(-1, 1L << 40));
  }

  @Test
  void egressReadsBackEqual(@TempDir Path folder) {
    Path file = folder.resolve("new/egress.csv");
    CatalogWriter.write(
        List.of(
            new EgressTier("aws", "any", "internet", 0, 10240.5, 90_000),
            new EgressTier("aws", "any", "internet", 10240.5, Double.POSITIVE_INFINITY, 50_001)),
        file);
    EgressTariff tariff =
        EgressTable.read(List.of(file)).toInternet("aws", "us-east-1").orElseThrow();
    assertThat(tariff.marginalMicrosPerGib(0)).isEqualTo(90_000);
    assertThat(tariff.marginalMicrosPerGib(EgressTariff.bytes(10240.5))).isEqualTo(50_001);
  }

  @Test
  void aWriteThatFailsLeavesWhatWasThere(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("catalog.csv");
    Files.writeString(file, "old");
    assertThatThrownBy(
            () ->
                CatalogWriter.replace(
                    file,
                    out -> {
                      out.write("half");
                      throw new IOException("disk full");
                    }))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("disk full");
    assertThat(file).hasContent("old");
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }
}
