package io.lepton.transfer;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.transfer.pace.Requests;

/** Asks for the metadata of objects whose listing does not tell it. Thread safe. */
final class MetadataLook {
  private final Requests requests;
  private final Outcomes outcomes;

  MetadataLook(Requests requests, Outcomes outcomes) {
    this.requests = requests;
    this.outcomes = outcomes;
  }

  /**
   * An object with its metadata. Who may list and write but not read keeps what the listing told,
   * and is warned of it.
   *
   * @throws CloudException PRECONDITION_FAILED when it is no longer the version that was listed
   */
  ObjectInfo at(Side side, ObjectInfo listed) {
    if (listed.metadata().isPresent()) {
      return listed;
    }
    try {
      return requests
          .call(() -> side.store().stat(listed.key()))
          .filter(now -> now.version().equals(listed.version()))
          .orElseThrow(() -> Errors.changed(listed));
    } catch (CloudException e) {
      if (e.kind() != ErrorKind.PERMISSION_DENIED) {
        throw e;
      }
      outcomes.warn(
          "metadata that may have changed at the source could not be compared, because objects at "
              + side.place()
              + " may not be read; with --strategy full it is copied all the same",
          listed.key());
      return listed;
    }
  }
}
