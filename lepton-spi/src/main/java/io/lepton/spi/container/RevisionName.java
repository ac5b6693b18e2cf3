package io.lepton.spi.container;

/**
 * Names one revision of one service.
 *
 * @param service lower-case letters, digits and dashes, at most 40
 * @param revision the same, at most 20
 */
public record RevisionName(String service, String revision) {

  public RevisionName {
    if (!service.matches("[a-z]([a-z0-9-]{0,38}[a-z0-9])?")) {
      throw new IllegalArgumentException(
          "service '" + service + "' must be 1 to 40 lower-case letters, digits and dashes");
    }
    if (!revision.matches("[a-z0-9]([a-z0-9-]{0,18}[a-z0-9])?")) {
      throw new IllegalArgumentException(
          "revision '" + revision + "' must be 1 to 20 lower-case letters, digits and dashes");
    }
  }

  /** {@code service/revision}. */
  @Override
  public String toString() {
    return service + "/" + revision;
  }
}
