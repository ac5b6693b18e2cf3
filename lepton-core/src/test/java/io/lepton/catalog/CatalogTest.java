package io.lepton.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.config.ConfigFile;
import io.lepton.config.InputException;
import io.lepton.spi.price.Offer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogTest {
  private static final String HEADER =
      "cloud,region,zone,instance_type,vcpus,memory_gib,accelerator,accelerator_count,"
          + "price_per_hour_usd,spot_price_per_hour_usd\n";

  private static Catalog parse(String rows) {
    return Catalog.parse((HEADER + rows).getBytes(UTF_8), "catalog.csv");
  }

  @Test
  void readsEveryColumn() {
    Catalog catalog = parse("aws,us-east-1,us-east-1a,g5.xlarge,4,16,A10G,1,1.006,0.402413\n");
    assertThat(catalog.size()).isOne();
    assertThat(catalog.offer(0))
        .isEqualTo(
            new Offer(
                "aws",
                "us-east-1",
                "us-east-1a",
                "g5.xlarge",
                4,
                16,
                "A10G",
                1,
                OptionalLong.of(1_006_000),
                OptionalLong.of(402_413)));
    assertThat(catalog.origin(0)).isEqualTo("catalog.csv:2");
  }

  @Test
  void emptyFieldsAreUnknownPricesAndNoAccelerator() {
    Offer offer = parse("gcp,r,,e2-micro,0.25,1,,,,\n").offer(0);
    assertThat(offer.vcpus()).isEqualTo(0.25);
    assertThat(offer.accelerator()).isEmpty();
    assertThat(offer.acceleratorCount()).isZero();
    assertThat(offer.onDemandMicrosPerHour()).isEmpty();
    assertThat(offer.spotMicrosPerHour()).isEmpty();
  }

  @Test
  void acceptsByteOrderMarkCarriageReturnsBlankLinesAndNoLastNewline() {
    String rows = "aws,r,,a,1,2,,,0.5,\r\n\r\n\naws,r,,b,1,2,,,0.25,";
    Catalog catalog =
        Catalog.parse(("\uFEFF" + HEADER.replace("\n", "\r\n") + rows).getBytes(UTF_8), "c.csv");
    assertThat(catalog.offers()).extracting(Offer::instanceType).containsExactly("a", "b");
    assertThat(catalog.line(1)).isEqualTo(5);
    assertThat(catalog.onDemandMicrosPerHour(1)).hasValue(250_000);
  }

  @Test
  void unquotesFieldsAndCountsTheirLines() {
    Catalog catalog =
        parse("aws,r,,\"a \"\"b\"\", c\nd\",\"1\",2,,,\"0.5\",\naws,ré,,e,1,2,,,1,\n");
    assertThat(catalog.instanceType(0)).isEqualTo("a \"b\", c\nd");
    assertThat(catalog.vcpus(0)).isEqualTo(1);
    assertThat(catalog.onDemandMicrosPerHour(0)).hasValue(500_000);
    assertThat(catalog.region(1)).isEqualTo("ré");
    assertThat(catalog.line(1)).isEqualTo(4);
  }

  @Test
  void columnsMayStandInAnyOrderAndOptionalOnesMayBeMissing() {
    String csv = "price_per_hour_usd,instance_type,cloud,region,memory_gib,vcpus\n3,t,c,r,8,2\n";
    Offer offer = Catalog.parse(csv.getBytes(UTF_8), "c.csv").offer(0);
    assertThat(offer.cloud()).isEqualTo("c");
    assertThat(offer.memoryGib()).isEqualTo(8);
    assertThat(offer.onDemandMicrosPerHour()).hasValue(3_000_000);
    assertThat(offer.zone()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1000000",
    "0.1, 100000",
    "0.000001, 1",
    "0.0000004, 0",
    "0.0000005, 1",
    "12.3456789, " + "12345679",
    "5e-05, 50",
    "-1, -1000000",
    ".5, 500000",
    "7., 7000000",
    "0, 0",
    "123456789012345678, 123456789012345678000000"
  })
  void pricesBecomeMillionthsRoundedHalfUp(String written, String micros) {
    String row = "aws,r,,a,1,2,,," + written + ",\n";
    if (micros.length() > 18) {
      assertThatThrownBy(() -> parse(row))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("catalog.csv:2: price_per_hour_usd is beyond every price");
    } else {
      assertThat(parse(row).onDemandMicrosPerHour(0)).hasValue(Long.parseLong(micros));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "aws,r,,a,one,2,,,1,|catalog.csv:2: vcpus must be a number, not 'one'",
        "aws,r,,a,,2,,,1,|catalog.csv:2: vcpus must not be empty",
        "aws,r,,a,-1,2,,,1,|catalog.csv:2: vcpus must be from 0 to a billion, not '-1'",
        "aws,r,,a,1,2,,,N/A,|catalog.csv:2: price_per_hour_usd must be a number, not 'N/A'",
        "aws,,,a,1,2,,,1,|catalog.csv:2: region must not be empty",
        "aws,r,,a,1,2|catalog.csv:2: ends after 6 of 10 fields; accelerator is missing",
        "aws,r,,a,1,2,,,1,,7|catalog.csv:2: has more than the header's 10 fields",
        "aws,r,,\"a,1,2,,,1,|catalog.csv:2: a quoted field is never closed",
        "aws,r,,\"a\"x,1,2,,,1,|catalog.csv:2: a quoted field is followed by 'x'",
      })
  void errorsNameLineAndField(String row, String message) {
    assertThatThrownBy(() -> parse(row + "\n"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void headerErrorsNameTheColumn() {
    assertThatThrownBy(() -> Catalog.parse("clout,region\n".getBytes(UTF_8), "c.csv"))
        .hasMessage("c.csv:1: 'clout' is no column of an offer catalog; did you mean 'cloud'?");
    assertThatThrownBy(() -> Catalog.parse("cloud,cloud\n".getBytes(UTF_8), "c.csv"))
        .hasMessage("c.csv:1: the column cloud stands twice");
    assertThatThrownBy(() -> Catalog.parse("cloud,region\n".getBytes(UTF_8), "c.csv"))
        .hasMessage("c.csv:1: the column instance_type is missing from the header row");
    assertThatThrownBy(() -> Catalog.parse(new byte[0], "c.csv"))
        .hasMessage("c.csv: is empty; a header row is expected");
  }

  @Test
  void rowsReadInTheQuickWayAreThoseReadInTheCarefulOne() {
    Random random = new Random(5);
    String[] texts = {"", "a", "a-b", "eightchr", "ninechars", "a longer name than 16", "\u00e9"};
    String[] numbers = {"0", "1", "0.5", "96", "0.0035", "123456789.25", "7.", "1e3", "0.30096"};
    String[] prices = {
      "", "0", "0.096", "12.3456785", "0.0000005", "1000000", "0.12345678901234567", "1e-3"
    };
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      String[] fields = {
        texts[1 + random.nextInt(2)],
        texts[1 + random.nextInt(6)],
        texts[random.nextInt(7)],
        texts[1 + random.nextInt(6)],
        numbers[random.nextInt(numbers.length)],
        numbers[random.nextInt(numbers.length)],
        texts[random.nextInt(7)],
        random.nextBoolean() ? "" : numbers[random.nextInt(numbers.length)],
        prices[random.nextInt(prices.length)],
        prices[random.nextInt(prices.length)]
      };
      rows.add(String.join(",", fields));
    }
    String header = String.join(",", Column.names());
    String quick = header + "\n" + String.join(random.nextBoolean() ? "\r\n" : "\n", rows);
    // A quoted field or another order of columns is never read in the quick way.
    String careful =
        header
            + "\n"
            + rows.stream()
                .map(row -> "\"" + row.replace(",", "\",\"") + "\"\n")
                .collect(Collectors.joining());
    Catalog read = Catalog.parse(quick.getBytes(UTF_8), "c");
    assertThat(read.offers()).isEqualTo(Catalog.parse(careful.getBytes(UTF_8), "c").offers());
    assertThat(read.line(2999)).isEqualTo(3001);
  }

  @Test
  void readsAcrossTheWindowOfTheReader() {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      String type = i % 3 == 0 ? "\"type \"\"" + i + "\"\"\r\n,x\"" : "type" + i;
      rows.append("aws,r,,").append(type).append(",1.5,2,,,0.").append(i + 1).append(",\r\n");
    }
    Catalog catalog = parse(rows.toString());
    assertThat(catalog.size()).isEqualTo(20_000);
    for (int i = 0; i < 20_000; i++) {
      String type = i % 3 == 0 ? "type \"" + i + "\"\r\n,x" : "type" + i;
      assertThat(catalog.instanceType(i)).isEqualTo(type);
      assertThat(catalog.onDemandMicrosPerHour(i))
          .hasValue(Math.round(Double.parseDouble("0." + (i + 1)) * 1e6));
    }
    assertThat(catalog.line(19_999)).isEqualTo(2 + 19_999 + 6_667);
  }

  @Test
  void filtersByGlobSizePriceAndAccelerator() {
    Catalog catalog =
        parse(
            """
            aws,us-east-1,,m5.large,2,8,,,0.096,0.04
            aws,eu-west-1,,m5.xlarge,4,16,,,0.214,
            gcp,us-east1,,g2-standard-4,4,16,L4,1,0.7,0.3
            """);
    assertThat(catalog.where(OfferFilter.all().instanceTypes(List.of("M5.*")).build()).size())
        .isEqualTo(2);
    assertThat(names(catalog, OfferFilter.all().regions(List.of("us-*")).minVcpus(4).build()))
        .containsExactly("g2-standard-4");
    assertThat(names(catalog, OfferFilter.all().accelerators(List.of("l4")).build()))
        .containsExactly("g2-standard-4");
    assertThat(names(catalog, OfferFilter.all().maxMicrosPerHour(214_000).build()))
        .containsExactly("m5.large", "m5.xlarge");
    assertThat(
            names(
                catalog,
                OfferFilter.all()
                    .priced(OfferFilter.Priced.SPOT)
                    .maxMicrosPerHour(300_000)
                    .build()))
        .containsExactly("m5.large", "g2-standard-4");
    assertThat(catalog.sorted(OfferOrder.MEMORY).offers())
        .extracting(Offer::instanceType)
        .containsExactly("m5.xlarge", "g2-standard-4", "m5.large");
    assertThat(catalog.sorted(OfferOrder.PRICE_PER_ACCELERATOR).instanceType(0))
        .isEqualTo("g2-standard-4");
  }

  private static List<String> names(Catalog catalog, OfferFilter filter) {
    return catalog.where(filter).offers().stream().map(Offer::instanceType).toList();
  }

  @Test
  void inputFilesNameCatalogsOrHoldTheRows(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("a.csv"), HEADER + "aws,r,,a,1,2,,,0.5,\n");
    Files.writeString(folder.resolve("b.csv"), HEADER + "gcp,r,,b,1,2,,,0.5,\n");
    assertThat(read("offers: a.csv", folder).size()).isOne();
    assertThat(read("offers: [a.csv, b.csv]", folder).cloud(1)).isEqualTo("gcp");
    Catalog inline =
        read(
            """
            offers:
              - {cloud: aws, region: r, instance_type: a, vcpus: 2, memory_gib: 4, price_per_hour_usd: 0.1}
              - {cloud: aws, region: r, instance_type: b, vcpus: 2, memory_gib: 4, zone: "", price_per_hour_usd: "", spot_price_per_hour_usd: 0.02}
            """,
            folder);
    assertThat(inline.onDemandMicrosPerHour(0)).hasValue(100_000);
    assertThat(inline.onDemandMicrosPerHour(1)).isEmpty();
    assertThat(inline.spotMicrosPerHour(1)).hasValue(20_000);
    assertThat(inline.origin(1)).isEqualTo("offers:3");
    assertThatThrownBy(() -> read("offers: none.csv", folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("problem.yaml:1: offers")
        .hasMessageContaining("names no file that is there");
  }

  private static Catalog read(String yaml, Path folder) {
    return Catalog.read(ConfigFile.parse(yaml, "problem.yaml").require("offers"), folder);
  }
}
