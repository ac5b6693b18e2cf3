package io.lepton.prepare;

import io.lepton.config.InputException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/**
 * A folder with one folder a class, each with PNG and JPEG images of one size. Values are 0 to 255.
 * When every image is grey an example has the shape {@code [height, width]}, else {@code [3,
 * height, width]} in the order red, green, blue. Other files and names that start with a dot are
 * ignored.
 *
 * @param folder the folder of folders
 */
public record ImageFolderSource(Path folder) implements DatasetSource {

  @Override
  public LabelledData read() {
    List<String> names =
        list(folder).stream().filter(Files::isDirectory).map(ImageFolderSource::name).toList();
    List<String> classes = ClassNames.sorted(names);
    MessageDigest digest = Digests.sha256();
    List<BufferedImage> images = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    Path first = null;
    for (String className : classes) {
      for (Path file : list(folder.resolve(className)).stream().filter(this::isImage).toList()) {
        BufferedImage image = decode(file, digest);
        first = first == null ? file : first;
        sameSize(image, file, images.isEmpty() ? image : images.get(0), first);
        images.add(image);
        labels.add(classes.indexOf(className));
      }
      if (!labels.contains(classes.indexOf(className))) {
        throw new InputException(
            folder.resolve(className)
                + ": the class has no PNG or JPEG image; add some or remove it");
      }
    }
    boolean grey = images.stream().allMatch(ImageFolderSource::isGrey);
    int channels = grey ? 1 : 3;
    int height = images.isEmpty() ? 1 : images.get(0).getHeight();
    int width = images.isEmpty() ? 1 : images.get(0).getWidth();
    int pixels = height * width;
    float[] features = new float[Math.multiplyExact(images.size(), channels * pixels)];
    for (int i = 0; i < images.size(); i++) {
      int[] colours = images.get(i).getRGB(0, 0, width, height, null, 0, width);
      for (int channel = 0; channel < channels; channel++) {
        int shift = 16 - 8 * channel;
        int start = (i * channels + channel) * pixels;
        for (int p = 0; p < pixels; p++) {
          features[start + p] = (colours[p] >> shift) & 0xff;
        }
      }
    }
    return new LabelledData(
        folder.toString(),
        new Examples(
            features, labels.stream().mapToInt(Integer::intValue).toArray(), channels * pixels),
        classes,
        grey ? List.of((long) height, (long) width) : List.of(3L, (long) height, (long) width),
        HexFormat.of().formatHex(digest.digest()));
  }

  private BufferedImage decode(Path file, MessageDigest digest) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      digest.update(folder.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
      digest.update(bytes);
      @Nullable BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes));
      if (image == null) {
        throw new InputException(file + ": is no PNG or JPEG image");
      }
      return image;
    } catch (IOException e) {
      throw new InputException(file + ": is a damaged image: " + e.getMessage(), e);
    }
  }

  private static void sameSize(
      BufferedImage image, Path file, BufferedImage first, Path firstFile) {
    if (image.getWidth() != first.getWidth() || image.getHeight() != first.getHeight()) {
      throw new InputException(
          "%s: is %d x %d, but %s is %d x %d; all images must have one size"
              .formatted(
                  file,
                  image.getWidth(),
                  image.getHeight(),
                  firstFile,
                  first.getWidth(),
                  first.getHeight()));
    }
  }

  private static boolean isGrey(BufferedImage image) {
    return image.getColorModel().getNumColorComponents() == 1;
  }

  private boolean isImage(Path file) {
    String name = name(file).toLowerCase(Locale.ROOT);
    return !name.startsWith(".")
        && (name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg"));
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> !name(file).startsWith(".")).sorted().toList();
    } catch (IOException e) {
      throw new InputException(folder + ": cannot be listed: " + e.getMessage(), e);
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
