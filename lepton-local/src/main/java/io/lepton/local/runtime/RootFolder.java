package io.lepton.local.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Unpacks the layers of an image, lowest first, into one folder (OCI image specification, "Image
 * Layer Filesystem Changeset").
 *
 * <p>Nothing is ever written outside the folder: names that climb out are refused, links inside are
 * walked as if the folder were the root, absolute links are made relative to it. Owners, devices
 * and set-user bits are left out: what runs here runs as this user.
 */
final class RootFolder {
  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";
  private static final int MOST_LINKS = 40;

  private final Path root;

  RootFolder(Path root) {
    this.root = root;
  }

  /** Applies one layer, as an uncompressed tar stream. */
  void apply(InputStream layer) throws IOException {
    TarReader tar = new TarReader(layer);
    Set<Path> ofThisLayer = new HashSet<>();
    for (TarEntry entry = tar.next(); entry != null; entry = tar.next()) {
      List<String> names = names(entry.name());
      if (names.isEmpty()) {
        continue;
      }
      String name = names.get(names.size() - 1);
      Path folder = folder(names.subList(0, names.size() - 1));
      if (name.equals(OPAQUE)) {
        for (Path lower : StateFiles.children(folder)) {
          if (ofThisLayer.stream().noneMatch(path -> path.startsWith(lower))) {
            StateFiles.deleteTree(lower);
          }
        }
      } else if (name.startsWith(WHITEOUT)) {
        StateFiles.deleteTree(folder.resolve(name.substring(WHITEOUT.length())));
      } else {
        Path path = folder.resolve(name);
        create(path, entry, tar);
        ofThisLayer.add(path);
      }
    }
  }

  private void create(Path path, TarEntry entry, TarReader tar) throws IOException {
    if (entry.type() == '5') {
      if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        StateFiles.deleteTree(path);
        Files.createDirectory(path);
      }
      permit(path, entry.mode() | 0700);
      return;
    }
    StateFiles.deleteTree(path);
    switch (entry.type()) {
      case '0', '7' -> {
        byte[] buffer = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(path)) {
          for (int read = tar.read(buffer); read >= 0; read = tar.read(buffer)) {
            out.write(buffer, 0, read);
          }
        }
        permit(path, entry.mode() | 0600);
      }
      case '1' -> {
        List<String> names = names(entry.link());
        if (names.isEmpty()) {
          throw refused(entry, "links to the root");
        }
        Path target =
            folder(names.subList(0, names.size() - 1)).resolve(names.get(names.size() - 1));
        Files.createLink(path, target);
      }
      case '2' -> Files.createSymbolicLink(path, inside(path, entry));
      case '3', '4', '6' -> {
        // Devices and pipes: an unprivileged process could not use them either.
      }
      default -> throw refused(entry, "has the unknown type '" + entry.type() + "'");
    }
  }

  /** The target of a symbolic link, relative, and refused when it climbs out of the root. */
  private Path inside(Path link, TarEntry entry) throws IOException {
    Path target = Path.of(entry.link());
    Path folder = Objects.requireNonNull(link.getParent());
    Path absolute =
        target.isAbsolute()
            ? root.resolve(target.getRoot().relativize(target))
            : folder.resolve(target);
    if (!absolute.normalize().startsWith(root)) {
      throw refused(entry, "links to " + entry.link() + ", outside the image");
    }
    return target.isAbsolute() ? folder.relativize(absolute.normalize()) : target;
  }

  /** The real folder of a path inside the root, made where it is missing. */
  private Path folder(List<String> names) throws IOException {
    List<String> left = new ArrayList<>(names);
    Path at = root;
    int links = 0;
    while (!left.isEmpty()) {
      String name = left.remove(0);
      if (name.equals("..")) {
        at = at.equals(root) ? root : Objects.requireNonNull(at.getParent());
        continue;
      }
      Path next = at.resolve(name);
      if (Files.isSymbolicLink(next)) {
        if (++links > MOST_LINKS) {
          throw new IOException("links of the image go round in a circle at " + name);
        }
        List<String> target = new ArrayList<>();
        Files.readSymbolicLink(next).forEach(part -> target.add(part.toString()));
        left.addAll(0, target);
        continue;
      }
      try {
        Files.createDirectory(next);
      } catch (FileAlreadyExistsException e) {
        if (!Files.isDirectory(next, LinkOption.NOFOLLOW_LINKS)) {
          Files.delete(next);
          Files.createDirectory(next);
        }
      }
      at = next;
    }
    return at;
  }

  private static List<String> names(String path) throws IOException {
    List<String> names = new ArrayList<>();
    for (String name : path.split("/", -1)) {
      if (name.equals("..") || name.indexOf('\0') >= 0) {
        throw new IOException("the image holds '" + path + "', which climbs out of it; refused");
      }
      if (!name.isEmpty() && !name.equals(".")) {
        names.add(name);
      }
    }
    return names;
  }

  private static void permit(Path path, int mode) throws IOException {
    PosixFilePermission[] bits = PosixFilePermission.values();
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (int i = 0; i < bits.length; i++) {
      // The enum is in the order of the bits, owner's read first.
      if ((mode & (0400 >> i)) != 0) {
        permissions.add(bits[i]);
      }
    }
    Files.setPosixFilePermissions(path, permissions);
  }

  private static IOException refused(TarEntry entry, String why) {
    return new IOException("the image holds '" + entry.name() + "', which " + why + "; refused");
  }
}
