package io.lepton.testkit.runtime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Makes the image of {@link TestService}: a tarball of a few kilobytes, in docker's format. */
public final class TestImage {
  private static final String CLASS = TestService.class.getName().replace('.', '/') + ".class";

  private TestImage() {}

  /**
   * Writes the tarball.
   *
   * @param file where
   * @param base the lowest layer, an uncompressed tar of a file system that has Java, for platforms
   *     that isolate containers; empty where the platform brings Java
   * @return {@code file}, as a revision names it
   */
  public static String write(Path file, Optional<Path> base) throws IOException {
    byte[] layer = layer();
    StringBuilder names = new StringBuilder();
    StringBuilder digests = new StringBuilder();
    if (base.isPresent()) {
      names.append("\"base.tar\",");
      digests.append('"').append(sha256(base.get())).append("\",");
    }
    names.append("\"layer.tar\"");
    digests.append("\"sha256:").append(hex(sha256().digest(layer))).append('"');
    String config =
        "{\"architecture\":\"amd64\",\"os\":\"linux\",\"created\":\"1970-01-01T00:00:00Z\","
            + "\"config\":{\"Entrypoint\":[\"java\",\"-XX:TieredStopAtLevel=1\",\"-Xmx32m\","
            + "\"-XX:+UseSerialGC\",\"-cp\",\"classes\",\""
            + TestService.class.getName()
            + "\"],\"WorkingDir\":\"/app\"},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":["
            + digests
            + "]}}";
    String manifest =
        "[{\"Config\":\"config.json\",\"RepoTags\":[\"lepton/test-service:latest\"],\"Layers\":["
            + names
            + "]}]";
    try (OutputStream out = Files.newOutputStream(file)) {
      if (base.isPresent()) {
        header(out, "base.tar", Files.size(base.get()));
        Files.copy(base.get(), out);
        pad(out, Files.size(base.get()));
      }
      entry(out, "layer.tar", layer);
      entry(out, "config.json", config.getBytes(StandardCharsets.UTF_8));
      entry(out, "manifest.json", manifest.getBytes(StandardCharsets.UTF_8));
      out.write(new byte[1024]);
    }
    return "file:" + file.toAbsolutePath();
  }

  private static byte[] layer() throws IOException {
    ByteArrayOutputStream layer = new ByteArrayOutputStream();
    try (InputStream code = TestService.class.getResourceAsStream("/" + CLASS)) {
      if (code == null) {
        throw new IOException(CLASS + " is not on the class path");
      }
      entry(layer, "app/classes/" + CLASS, code.readAllBytes());
    }
    layer.write(new byte[1024]);
    return layer.toByteArray();
  }

  private static void entry(OutputStream out, String name, byte[] content) throws IOException {
    header(out, name, content.length);
    out.write(content);
    pad(out, content.length);
  }

  /** A ustar header (POSIX.1-1988). */
  private static void header(OutputStream out, String name, long size) throws IOException {
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 100, "0000644");
    put(header, 108, "0000000");
    put(header, 116, "0000000");
    put(header, 124, String.format("%011o", size));
    put(header, 136, "00000000000");
    put(header, 148, "        ");
    header[156] = '0';
    put(header, 257, "ustar");
    put(header, 263, "00");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, String.format("%06o", sum));
    header[154] = 0;
    out.write(header);
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private static void pad(OutputStream out, long size) throws IOException {
    out.write(new byte[(int) ((512 - size % 512) % 512)]);
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return "sha256:" + hex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
