package io.lepton.transfer.manifest;

import io.lepton.config.InputException;
import io.lepton.json.Json;
import io.lepton.spi.storage.ObjectKeys;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;

/**
 * A manifest on disk: a head line, one line an object in key order, and a tail line with the number
 * of objects and the SHA-256 of all lines before it, which is what a signature signs. A file
 * without its tail was cut off and is refused.
 */
public final class ManifestFile {
  private static final String FORMAT = "lepton-manifest/1";

  private ManifestFile() {}

  /**
   * The first line.
   *
   * @param format names the format and its version
   * @param source where the objects came from
   * @param created when, in ISO-8601
   */
  public record Head(String format, String source, String created) {
    /** A head of the present format. */
    public static Head of(String source, String created) {
      return new Head(FORMAT, source, created);
    }
  }

  /**
   * The last line.
   *
   * @param objects how many lines lie between head and tail
   * @param linesSha256 digest of every line before this one, line ends included
   * @param signature over the 32 bytes of {@code linesSha256}, in Base64; empty when nobody signed
   */
  public record Tail(long objects, String linesSha256, Optional<String> signature) {}

  /**
   * Finds out before a long run whether a manifest can be written; makes its folder.
   *
   * @throws InputException when it cannot
   */
  public static void checkWritable(Path file) {
    Path target = file.toAbsolutePath();
    if (Files.isDirectory(target)) {
      throw new InputException("manifest " + file + " is a folder; name a file in it");
    }
    try {
      Path folder = Objects.requireNonNull(target.getParent(), "folder of the manifest");
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, "manifest", ".tmp"));
    } catch (IOException e) {
      throw new InputException(
          "manifest " + file + " cannot be written (" + e + "); name a file elsewhere", e);
    }
  }

  /**
   * Writes a manifest whole: until it is complete and durable, an older file stays.
   *
   * @param signer signs the digest of all lines; empty to leave it unsigned
   */
  public static void write(
      Path file, Head head, Iterator<String> lines, Optional<ManifestSigner> signer) {
    Path target = file.toAbsolutePath();
    try {
      Path folder = Objects.requireNonNull(target.getParent(), "folder of the manifest");
      Files.createDirectories(folder);
      Path temporary = Files.createTempFile(folder, "manifest", ".tmp");
      try {
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE);
            BufferedWriter out =
                new BufferedWriter(
                    new OutputStreamWriter(
                        Channels.newOutputStream(channel), StandardCharsets.UTF_8))) {
          MessageDigest digest = sha256();
          writeLine(out, digest, Json.line(head));
          long objects = 0;
          while (lines.hasNext()) {
            writeLine(out, digest, lines.next());
            objects++;
          }
          byte[] sha256 = digest.digest();
          Optional<String> signature =
              signer.map(key -> Base64.getEncoder().encodeToString(key.sign(sha256)));
          out.write(Json.line(new Tail(objects, HexFormat.of().formatHex(sha256), signature)));
          out.write('\n');
          out.flush();
          channel.force(true);
        }
        Files.move(
            temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("manifest " + file + " cannot be written: " + e, e);
    }
  }

  private static void writeLine(BufferedWriter out, MessageDigest digest, String line)
      throws IOException {
    out.write(line);
    out.write('\n');
    update(digest, line);
  }

  private static void update(MessageDigest digest, String line) {
    digest.update(line.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) '\n');
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must have SHA-256", e);
    }
  }

  /**
   * Opens a manifest for one pass in key order.
   *
   * @param prover proves who signed it; empty when that does not matter
   * @throws InputException when the file is missing or is no whole manifest, naming file and line,
   *     or the signature that is asked for is missing or not right
   */
  public static Entries open(Path file, Optional<ManifestProver> prover) {
    return new Entries(file, check(file, prover).objects());
  }

  /** Reads it once to the end, so that nobody acts on the first half of a damaged manifest. */
  private static Tail check(Path file, Optional<ManifestProver> prover) {
    MessageDigest digest = sha256();
    try (BufferedReader in = Files.newBufferedReader(file)) {
      String line = in.readLine();
      long number = 1;
      if (line == null || !line.contains(FORMAT)) {
        throw new InputException(file + ":1: is no manifest; expected format " + FORMAT);
      }
      Optional<String> last = Optional.empty();
      for (String next; (next = in.readLine()) != null; line = next) {
        update(digest, line);
        if (number > 1) {
          ManifestEntry entry = entry(file, number, line);
          if (last.isPresent() && ObjectKeys.ORDER.compare(last.get(), entry.key()) >= 0) {
            throw new InputException(
                file + ":" + number + ": key '" + entry.key() + "' is out of order");
          }
          last = Optional.of(entry.key());
        }
        number++;
      }
      byte[] sha256 = digest.digest();
      Tail tail = checkedTail(file, number, line, HexFormat.of().formatHex(sha256));
      if (prover.isPresent()) {
        checkSignature(file, number, tail, sha256, prover.get());
      }
      return tail;
    } catch (IOException e) {
      throw InputException.unreadable(file, e);
    }
  }

  private static Tail checkedTail(Path file, long number, String line, String sha256) {
    Tail tail;
    try {
      tail = Json.read(line, Tail.class);
    } catch (IllegalArgumentException e) {
      throw new InputException(file + ":" + number + ": the manifest's last line is missing", e);
    }
    if (!sha256.equals(tail.linesSha256()) || tail.objects() != number - 2) {
      throw new InputException(
          file + ":" + number + ": the manifest was cut off or changed; its digest does not match");
    }
    return tail;
  }

  private static void checkSignature(
      Path file, long number, Tail tail, byte[] sha256, ManifestProver prover) {
    String place = file + ":" + number + ": ";
    String signature =
        tail.signature()
            .orElseThrow(() -> new InputException(place + "the manifest is not signed"));
    try {
      if (prover.proves(Base64.getDecoder().decode(signature), sha256)) {
        return;
      }
    } catch (IllegalArgumentException e) {
      throw new InputException(place + "the signature is no Base64", e);
    }
    throw new InputException(
        place + "the signature was not made by the keyset given, or the manifest was changed");
  }

  private static ManifestEntry entry(Path file, long number, String line) {
    try {
      return Json.read(line, ManifestEntry.class);
    } catch (IllegalArgumentException e) {
      throw new InputException(file + ":" + number + ": " + e.getMessage(), e);
    }
  }

  /** The entries of a manifest, read as they are used. Used by one thread. */
  public static final class Entries implements AutoCloseable {
    private final Path file;
    private final BufferedReader in;
    private final long objects;
    private long number;

    private Entries(Path file, long objects) {
      this.file = file;
      this.objects = objects;
      try {
        in = Files.newBufferedReader(file);
        in.readLine();
      } catch (IOException e) {
        throw InputException.unreadable(file, e);
      }
    }

    /** The next entry; empty after the last. */
    public Optional<ManifestEntry> next() {
      if (number == objects) {
        return Optional.empty();
      }
      number++;
      try {
        String line = in.readLine();
        if (line == null) {
          throw new InputException(file + ": the manifest was cut off while it was read");
        }
        return Optional.of(entry(file, number + 1, line));
      } catch (IOException e) {
        throw new UncheckedIOException("manifest " + file + " cannot be read", e);
      }
    }

    @Override
    public void close() {
      try {
        in.close();
      } catch (IOException e) {
        throw new UncheckedIOException("manifest " + file + " cannot be closed", e);
      }
    }
  }
}
