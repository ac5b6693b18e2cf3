package io.lepton.image;

import com.google.common.hash.Hashing;
import com.google.common.hash.HashingInputStream;
import com.google.common.io.ByteStreams;
import io.lepton.config.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads what goes into an image: digests of every file, and a link to each whose name holds its
 * digest. Jib finds a cached layer by path and date of its files, and a model that was replaced
 * within the resolution of a date would be taken for the old one; through the links it is found by
 * content.
 */
final class ContentStage {
  private final Path links;

  /** Keeps its links below {@code cache}. */
  ContentStage(Path cache) {
    this.links = cache.resolve("content");
  }

  /** The jars of a class path; a folder stands for the jars in it. */
  List<SourceFile> classPath(List<Path> entries) throws IOException {
    Map<String, Path> jars = new TreeMap<>();
    for (Path entry : entries) {
      for (Path jar : jars(entry)) {
        String name = String.valueOf(jar.getFileName());
        Path other = jars.putIfAbsent(name, jar);
        if (other != null && !other.equals(jar)) {
          throw new InputException(
              "class path holds two jars named " + name + ": " + other + " and " + jar);
        }
      }
    }
    if (jars.isEmpty()) {
      throw new InputException("the class path of an image is empty; name the jars that it runs");
    }
    return read(jars);
  }

  private static List<Path> jars(Path entry) throws IOException {
    if (Files.isRegularFile(entry)) {
      return List.of(entry.toAbsolutePath().normalize());
    }
    if (!Files.isDirectory(entry)) {
      throw new InputException("class path entry " + entry + " does not exist");
    }
    try (Stream<Path> files = Files.list(entry.toAbsolutePath().normalize())) {
      List<Path> jars = files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
      if (jars.isEmpty()) {
        throw new InputException("class path folder " + entry + " holds no jar");
      }
      return jars;
    }
  }

  /** The files of a model: all below a folder, or one file. */
  List<SourceFile> model(Path model) throws IOException {
    if (!Files.exists(model)) {
      throw new InputException("model " + model + " does not exist");
    }
    Path root = model.toAbsolutePath().normalize();
    Map<String, Path> files = new TreeMap<>();
    if (!Files.isDirectory(root)) {
      files.put(String.valueOf(root.getFileName()), root);
    } else {
      List<Path> found = new ArrayList<>();
      try (Stream<Path> walk = Files.walk(root)) {
        walk.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
            .forEach(found::add);
      }
      for (Path path : found) {
        if (!Files.isRegularFile(path)) {
          throw new InputException(
              "model file "
                  + path
                  + " is neither a file nor a link to one; an image cannot hold it");
        }
        files.put(unixName(root.relativize(path)), path);
      }
    }
    if (files.isEmpty()) {
      throw new InputException("model folder " + model + " is empty");
    }
    return read(files);
  }

  private static String unixName(Path relative) {
    List<String> names = new ArrayList<>();
    relative.forEach(name -> names.add(name.toString()));
    return String.join("/", names);
  }

  /** One digest over names and contents. */
  static String digest(List<SourceFile> files) {
    StringBuilder text = new StringBuilder();
    files.stream()
        .sorted(Comparator.comparing(SourceFile::name))
        .forEach(f -> text.append(f.sha256()).append("  ").append(f.name()).append('\n'));
    return "sha256:" + Hashing.sha256().hashString(text, StandardCharsets.UTF_8);
  }

  private List<SourceFile> read(Map<String, Path> files) throws IOException {
    List<SourceFile> read = new ArrayList<>();
    for (Map.Entry<String, Path> file : files.entrySet()) {
      Path path = file.getValue();
      BasicFileAttributes before = Files.readAttributes(path, BasicFileAttributes.class);
      String sha256 = sha256(path);
      read.add(
          new SourceFile(
              path,
              file.getKey(),
              sha256,
              link(path, sha256),
              before.size(),
              before.lastModifiedTime()));
    }
    return List.copyOf(read);
  }

  private static String sha256(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path);
        HashingInputStream hashing = new HashingInputStream(Hashing.sha256(), in)) {
      hashing.transferTo(ByteStreams.nullOutputStream());
      return hashing.hash().toString();
    }
  }

  private Path link(Path path, String sha256) throws IOException {
    String where = Hashing.sha256().hashString(path.toString(), StandardCharsets.UTF_8).toString();
    Path link = links.resolve(sha256 + "-" + where.substring(0, 16));
    Files.createDirectories(links);
    try {
      Files.createSymbolicLink(link, path);
    } catch (FileAlreadyExistsException e) {
      // An earlier build of the same file made it; the name says that it leads to the same path.
    }
    return link;
  }
}
