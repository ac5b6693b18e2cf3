package io.lepton.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.config.InputException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageSourcesTest {
  private final Path folder;

  ImageSourcesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void idxFilesAreReadPlainAndCompressed() throws IOException {
    byte[] images = idx(0x803, new int[] {3, 1, 2}, 0, 1, 2, 3, 254, 255);
    byte[] labels = idx(0x801, new int[] {3}, 7, 2, 7);
    Files.write(folder.resolve("images-idx3-ubyte"), images);
    gzip(folder.resolve("labels-idx1-ubyte.gz"), labels);
    LabelledData data = DatasetSource.of(folder, "ignored").read();
    assertThat(data.classes()).containsExactly("2", "7");
    assertThat(data.shape()).containsExactly(1L, 2L);
    assertThat(data.examples().label(0)).isEqualTo(1);
    assertThat(data.examples().feature(2, 0)).isEqualTo(254f);
    assertThat(data.examples().feature(2, 1)).isEqualTo(255f);
  }

  @Test
  void damagedIdxFilesAreNamed() throws IOException {
    Path images = folder.resolve("images-idx3-ubyte");
    Path labels = folder.resolve("labels-idx1-ubyte");
    Files.write(images, idx(0x803, new int[] {2, 1, 1}, 5, 6));
    refused(images, "its labels are missing; expected ");
    Files.write(labels, idx(0x801, new int[] {3}, 0, 1, 2));
    refused(images, "labels-idx1-ubyte: holds 3 labels, but ");
    Files.write(labels, idx(0x801, new int[] {2}, 0));
    refused(images, "does not hold the 2 bytes that its header promises");
    Files.write(labels, idx(0x803, new int[] {2}, 0, 1));
    refused(images, "starts with 0x00000803; IDX labels start with 0x00000801");
    Files.write(images, idx(0x803, new int[] {2_000_000_000, 1000, 1000}));
    refused(images, "says it holds 2000000000 images");
    Files.write(images, new byte[] {0, 0});
    refused(images, "it ends too early");
    Path compressed = Files.writeString(folder.resolve("x-images-idx3-ubyte.gz"), "no gzip");
    Files.write(folder.resolve("x-labels-idx1-ubyte"), idx(0x801, new int[] {0}));
    refused(compressed, "x-images-idx3-ubyte.gz: cannot be read");
  }

  @Test
  void aFolderOfGreyImagesHasOneChannelAndOneOfColouredOnesThree() throws IOException {
    image("cat/a.png", BufferedImage.TYPE_BYTE_GRAY, 0x808080);
    image("dog/b.png", BufferedImage.TYPE_BYTE_GRAY, 0xffffff);
    LabelledData grey = DatasetSource.of(folder, "ignored").read();
    assertThat(grey.shape()).containsExactly(2L, 3L);
    assertThat(grey.classes()).containsExactly("cat", "dog");
    assertThat(grey.examples().feature(1, 0)).isEqualTo(255f);

    image("dog/c.png", BufferedImage.TYPE_INT_RGB, 0x0a141e);
    Files.writeString(folder.resolve("dog/.hidden.png"), "x");
    Files.writeString(folder.resolve("dog/notes.txt"), "x");
    LabelledData coloured = DatasetSource.of(folder, "ignored").read();
    assertThat(coloured.shape()).containsExactly(3L, 2L, 3L);
    assertThat(coloured.examples().size()).isEqualTo(3);
    assertThat(coloured.examples().feature(2, 0)).isEqualTo(10f);
    assertThat(coloured.examples().feature(2, 6)).isEqualTo(20f);
    assertThat(coloured.examples().feature(2, 12)).isEqualTo(30f);
    assertThat(coloured.sha256()).isNotEqualTo(grey.sha256());
  }

  @Test
  void unfitImagesAreNamed() throws IOException {
    image("cat/a.png", BufferedImage.TYPE_BYTE_GRAY, 0);
    Files.createDirectories(folder.resolve("dog"));
    refused(folder, "dog: the class has no PNG or JPEG image");
    Path broken = Files.writeString(folder.resolve("dog/b.png"), "no image");
    refused(folder, broken + ": is no PNG or JPEG image");
    ImageIO.write(new BufferedImage(9, 9, BufferedImage.TYPE_BYTE_GRAY), "png", broken.toFile());
    refused(folder, "is 9 x 9, but ");
  }

  @Test
  void whatIsNoDataSetIsRefused() throws IOException {
    refused(folder.resolve("no-such"), "there is no such data set");
    refused(folder, "is no data set; expected one CSV file");
    refused(Files.writeString(folder.resolve("notes.txt"), "x"), "notes.txt: is no data set");
  }

  private static void refused(Path place, String message) {
    assertThatThrownBy(() -> DatasetSource.of(place, "label").read())
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }

  private void image(String name, int type, int colour) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    BufferedImage image = new BufferedImage(3, 2, type);
    for (int i = 0; i < 6; i++) {
      image.setRGB(i % 3, i / 3, colour);
    }
    ImageIO.write(image, "png", file.toFile());
  }

  private static void gzip(Path file, byte[] bytes) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(bytes);
    }
  }

  private static byte[] idx(int magic, int[] sizes, int... bytes) throws IOException {
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(raw);
    out.writeInt(magic);
    for (int size : sizes) {
      out.writeInt(size);
    }
    for (int value : bytes) {
      out.writeByte(value);
    }
    return raw.toByteArray();
  }
}
