package io.lepton.local.runtime;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * An image in a tarball, in docker's format or as an OCI layout. Its identity is the digest of its
 * configuration, which names the digest of every unpacked layer.
 */
final class ImageArchive {
  private static final int LARGEST_DOCUMENT = 16 << 20;

  private final Path file;
  private final Map<String, TarEntry> entries = new HashMap<>();
  private final byte[] config;
  private final Object document;
  private final List<String> layers;

  private ImageArchive(Path file) throws IOException {
    this.file = file;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      TarReader tar = new TarReader(in);
      for (TarEntry entry = tar.next(); entry != null; entry = tar.next()) {
        entries.put(entry.name().replaceFirst("^\\./", ""), entry);
      }
    }
    if (entries.containsKey("manifest.json")) {
      Object manifest = JsonText.read(bytes("manifest.json"));
      config = bytes(text(manifest, 0, "Config"));
      layers = JsonText.strings(manifest, 0, "Layers");
    } else if (entries.containsKey("index.json")) {
      Object manifest = ociManifest();
      config = blob(text(manifest, "config", "digest"));
      layers =
          JsonText.find(manifest, "layers").map(l -> (List<?>) l).orElse(List.of()).stream()
              .map(layer -> blobName(text(layer, "digest")))
              .toList();
    } else {
      throw new IOException("it holds neither manifest.json nor index.json");
    }
    Object read = JsonText.read(config);
    if (read == null) {
      throw new IOException("its configuration is empty");
    }
    document = read;
    if (layers.size() != diffIds().size()) {
      throw new IOException("its configuration names another number of layers than it holds");
    }
  }

  /**
   * Opens the tarball at {@code file}.
   *
   * @throws CloudException NOT_FOUND when there is no such file; INVALID_ARGUMENT when it is no
   *     image
   */
  static ImageArchive open(Path file) {
    try {
      return new ImageArchive(file);
    } catch (NoSuchFileException e) {
      throw LocalFailures.of(ErrorKind.NOT_FOUND, "open image", file)
          .cause(e)
          .message("there is no such tarball; build it with 'lepton image' or podman save");
    } catch (IOException | IllegalArgumentException | ArithmeticException e) {
      throw LocalFailures.of(ErrorKind.INVALID_ARGUMENT, "open image", file)
          .cause(e)
          .message("it is no image in a tarball: " + e.getMessage());
    }
  }

  private Object ociManifest() throws IOException {
    Object index = JsonText.read(bytes("index.json"));
    if (JsonText.find(index, "manifests", 1).isPresent()) {
      throw new IOException("it holds several images; save one of them alone");
    }
    Object manifest = JsonText.read(blob(text(index, "manifests", 0, "digest")));
    if (manifest == null || JsonText.find(manifest, "layers").isEmpty()) {
      throw new IOException("it holds an index of images; save one of them alone");
    }
    return manifest;
  }

  private static String text(@org.jspecify.annotations.Nullable Object document, Object... path) {
    return JsonText.find(document, path)
        .map(String::valueOf)
        .orElseThrow(() -> new IllegalArgumentException("it names no " + path[path.length - 1]));
  }

  private byte[] blob(String digest) throws IOException {
    byte[] bytes = bytes(blobName(digest));
    if (!digest.equals("sha256:" + hex(sha256().digest(bytes)))) {
      throw new IOException("its blob " + digest + " has another content");
    }
    return bytes;
  }

  private static String blobName(String digest) {
    return "blobs/" + digest.replace(':', '/');
  }

  private byte[] bytes(String name) throws IOException {
    try (InputStream in = open(name)) {
      byte[] bytes = in.readNBytes(LARGEST_DOCUMENT);
      if (bytes.length == LARGEST_DOCUMENT) {
        throw new IOException("its " + name + " is too large");
      }
      return bytes;
    }
  }

  private InputStream open(String name) throws IOException {
    TarEntry entry = entries.get(name);
    if (entry == null) {
      throw new IOException("it lacks " + name);
    }
    RandomAccessFile random = new RandomAccessFile(file.toFile(), "r");
    random.seek(entry.offset());
    return new LimitedStream(Channels.newInputStream(random.getChannel()), entry.sizeBytes());
  }

  /** Digest of the configuration, in hexadecimal. */
  String id() {
    return hex(sha256().digest(config));
  }

  /** How it wants to be run. */
  ImageConfig config() {
    return ImageConfig.of(document);
  }

  private List<String> diffIds() {
    return JsonText.strings(document, "rootfs", "diff_ids");
  }

  /**
   * Unpacks every layer into {@code root}, an empty folder, and checks its digest.
   *
   * @throws CloudException DATA_CORRUPTED when a layer is not what the configuration names
   */
  void unpack(Path root) throws IOException {
    RootFolder folder = new RootFolder(root);
    for (int i = 0; i < layers.size(); i++) {
      String expected = diffIds().get(i);
      try (InputStream raw = new BufferedInputStream(open(layers.get(i)), 1 << 16);
          DigestedStream tar = new DigestedStream(decompressed(raw), sha256())) {
        folder.apply(tar);
        tar.transferTo(java.io.OutputStream.nullOutputStream());
        String actual = "sha256:" + hex(tar.getMessageDigest().digest());
        if (!actual.equals(expected)) {
          throw LocalFailures.of(ErrorKind.DATA_CORRUPTED, "unpack image", file)
              .message(
                  "layer " + i + " is " + actual + " but must be " + expected + "; build it again");
        }
      } catch (IOException e) {
        throw new IOException("layer " + i + " of " + file + ": " + e.getMessage(), e);
      }
    }
  }

  private static InputStream decompressed(InputStream raw) throws IOException {
    raw.mark(4);
    byte[] magic = raw.readNBytes(4);
    raw.reset();
    if (magic.length > 1 && (magic[0] & 0xff) == 0x1f && (magic[1] & 0xff) == 0x8b) {
      return new GZIPInputStream(raw, 1 << 16);
    }
    if (magic.length > 3 && (magic[0] & 0xff) == 0x28 && (magic[1] & 0xff) == 0xb5) {
      throw new IOException("zstd layers are not supported; save the image with gzip");
    }
    return raw;
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
