package io.lepton.transfer;

import io.lepton.config.InputException;
import io.lepton.spi.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Refuses places that cannot be source and target of one transfer, under whatever names. */
final class PlaceChecks {

  private PlaceChecks() {}

  /**
   * Checks the places of a transfer.
   *
   * @param state the folder of its journal, which changes while it runs: at the source it would be
   *     copied, at the target of a mirror deleted
   */
  static void check(Transfer transfer, Path state) {
    checkApart(transfer.from(), transfer.to());
    checkOutside("state folder", state, "name one elsewhere with --state", transfer);
    transfer
        .manifest()
        .ifPresent(path -> checkOutside("manifest", path, "put it elsewhere", transfer));
    checkThere("source", transfer.from());
    checkNoFile(transfer.to());
  }

  static void checkApart(Place from, Place to) {
    Place source = real(from);
    Place target = real(to);
    if (source.equals(target)) {
      throw new InputException("source " + from + " and target " + to + " are the same place");
    }
    if (source.contains(target)) {
      throw new InputException("target " + to + " lies inside source " + from);
    }
    if (target.contains(source)) {
      throw new InputException("source " + from + " lies inside target " + to);
    }
  }

  /** A folder that is not there is a wrong name or a missing mount, never an empty one. */
  static void checkThere(String side, Place place) {
    if (!place.scheme().equals("file") || Files.isDirectory(place.toPath())) {
      return;
    }
    throw new InputException(
        Files.exists(place.toPath())
            ? side + " " + place + " is a file; name the folder that holds it, and include only it"
            : side
                + " "
                + place
                + ": there is no such folder; correct its name, or mount what holds it");
  }

  private static void checkNoFile(Place target) {
    if (!target.scheme().equals("file")) {
      return;
    }
    Path path = target.toPath();
    if (Files.isRegularFile(path)) {
      throw new InputException("target " + target + " is a file; name a folder");
    }
    for (Path above = path.getParent(); above != null; above = above.getParent()) {
      if (Files.isRegularFile(above)) {
        throw new InputException("target " + target + " lies below a file, " + above);
      }
    }
  }

  private static void checkOutside(String what, Path path, String mend, Transfer transfer) {
    Place place = real(Place.file(path));
    for (Place side : new Place[] {transfer.from(), transfer.to()}) {
      if (real(side).contains(place)) {
        throw new InputException(what + " " + path + " lies inside " + side + "; " + mend);
      }
    }
  }

  /** For a folder, with every symbolic link of its existing part followed. */
  private static Place real(Place place) {
    if (!place.scheme().equals("file")) {
      return place;
    }
    Path path = place.toPath().toAbsolutePath().normalize();
    for (Optional<Path> at = Optional.of(path);
        at.isPresent();
        at = Optional.ofNullable(at.get().getParent())) {
      if (Files.exists(at.get())) {
        try {
          return Place.file(at.get().toRealPath().resolve(at.get().relativize(path)));
        } catch (IOException e) {
          throw new InputException(place + " cannot be resolved: " + e, e);
        }
      }
    }
    return place;
  }
}
