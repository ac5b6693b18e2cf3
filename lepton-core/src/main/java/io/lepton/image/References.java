package io.lepton.image;

import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import io.lepton.config.InputException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Locale;

/** Reads what people write for an image: references and {@code file:} or {@code oci:} paths. */
final class References {

  private References() {}

  /** Parses a reference; {@code field} names it in the error. */
  static ImageReference parse(String text, String field) {
    try {
      return ImageReference.parse(text);
    } catch (InvalidImageReferenceException e) {
      throw new InputException(
          field
              + " '"
              + text
              + "' is no image reference; write registry.example.com/name:tag (lower case),"
              + " or file:/dir/image.tar",
          e);
    }
  }

  /** Registry and name, without tag or digest. */
  static String repository(ImageReference reference) {
    return reference.getRegistry() + "/" + reference.getRepository();
  }

  /** The path in {@code file:/a}, {@code file:///a} or {@code file:a}, absolute and normal. */
  static Path resolve(String text, Path folder) {
    String path = text.substring(text.indexOf(':') + 1);
    if (path.startsWith("//")) {
      path = path.substring(2);
      if (!path.startsWith("/")) {
        throw new InputException("'" + text + "' names a host; write file:/dir/image.tar");
      }
    }
    if (path.isBlank()) {
      throw new InputException("'" + text + "' names no file; write file:/dir/image.tar");
    }
    return folder.resolve(path).toAbsolutePath().normalize();
  }

  /** Whether a registry is on this machine, where plain HTTP does not leave it. */
  static boolean loopback(String registry) {
    String host = registry.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
    if (host.equals("localhost")) {
      return true;
    }
    // Only a literal address counts: a name could resolve to loopback now and elsewhere later.
    if (!host.matches("127(\\.\\d{1,3}){3}|\\[[0-9a-f:]+]")) {
      return false;
    }
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
