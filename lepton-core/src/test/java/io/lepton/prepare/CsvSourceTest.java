package io.lepton.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.config.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvSourceTest {
  private final Path file;

  CsvSourceTest(@TempDir Path folder) {
    file = folder.resolve("trees.csv");
  }

  @Test
  void columnsAreNumbersAndLabelsAreClassesInOrder() throws IOException {
    LabelledData data =
        read("height,species,width\n1,oak,2\n\"3.5\", ash ,-4e1\n,oak,6\n", "species");
    assertThat(data.classes()).containsExactly("ash", "oak");
    assertThat(data.shape()).containsExactly(2L);
    assertThat(data.examples().label(0)).isEqualTo(1);
    assertThat(data.examples().feature(1, 0)).isEqualTo(3.5f);
    assertThat(data.examples().feature(1, 1)).isEqualTo(-40f);
    assertThat(data.examples().feature(2, 0)).isNaN();
    assertThat(data.sha256()).matches("[0-9a-f]{64}");
  }

  @Test
  void classesThatAreNumbersAreOrderedByValue() throws IOException {
    assertThat(read("x,label\n1,10\n2,9\n3,2\n", "label").classes())
        .containsExactly("2", "9", "10");
  }

  @Test
  void everyFaultNamesFileLineAndColumn() throws IOException {
    refused("x,label\n1,a\n2,b\n", "labl", ":1: there is no column 'labl'; did you mean 'label'?");
    refused(
        "x,label\n1,a\n2,b\n", "species", ":1: there is no column 'species'; known are x, label");
    refused("x,label\n1,a\n2,b,9\n3,a\n", "label", ":3: has 3 cells, but the header names 2");
    refused("x,label\n1,a\ntwo,b\n", "label", ":3: column 'x' must be a finite number");
    refused("x,label\n1,a\nNaN,b\n", "label", ":3: column 'x' must be a finite number");
    refused("x,label\n1,a\n2,b\nInfinity,b", "label", "column 'x' must be a finite number");
    refused("x,label\n1,a\n2,\n", "label", ":3: column 'label' is empty");
    refused("x,label\n", "label", "holds no examples");
    refused("", "label", "is empty; expected a header row");
    refused("x,label\n1,a\n2,a\n", "label", "every example has the class [a]");
    refused("label\na\nb\n", "label", "has no column besides 'label'");
  }

  @Test
  void bytesThatAreNoTextAreRefused() throws IOException {
    Files.write(file, new byte[] {'x', ',', 'l', '\n', (byte) 0xff, (byte) 0xfe, ',', 'a'});
    assertThatThrownBy(() -> new CsvSource(file, "l").read())
        .isInstanceOf(InputException.class)
        .hasMessageEndingWith("trees.csv: is no UTF-8 text");
  }

  @Test
  void aQuoteThatNeverEndsIsRefused() {
    refused("x,label\n1,a\n2,\"b\n", "label", ": is no CSV table: ");
  }

  private LabelledData read(String text, String label) throws IOException {
    Files.writeString(file, text);
    return new CsvSource(file, label).read();
  }

  private void refused(String text, String label, String message) {
    assertThatThrownBy(() -> read(text, label))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(message);
  }
}
