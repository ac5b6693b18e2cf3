package io.lepton.transfer;

import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.transfer.journal.FinishedObject;
import java.util.Optional;

/**
 * A copy that is proven.
 *
 * @param source the version that was copied
 * @param target what the target stored
 * @param sha256 of the bytes as read, when a manifest wants it and it came for free
 * @param form how the copy lies there
 */
record CopiedObject(
    ObjectInfo source, ObjectInfo target, Optional<Checksum> sha256, FinishedObject.Form form) {}
