package io.lepton.spi.storage;

import java.util.List;
import java.util.Optional;

/**
 * One page of a listing.
 *
 * @param objects in order of their keys; may be empty although there are more pages
 * @param skipped what lies at the place but is no object (a symbolic link, a name that is not
 *     UTF-8), so that nobody takes it for copied
 * @param next the key to continue after; empty when this is the last page
 */
public record ListPage(List<ObjectInfo> objects, List<Skipped> skipped, Optional<String> next) {

  public ListPage {
    objects = List.copyOf(objects);
    skipped = List.copyOf(skipped);
  }

  /**
   * Something that a listing passed over.
   *
   * @param name where it lies: the key that it would have; the place's own prefix for an object of
   *     that name, which is none of the place's
   * @param reason why it is no object
   */
  public record Skipped(String name, String reason) {}
}
