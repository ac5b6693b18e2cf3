package io.lepton.local.runtime;

import java.nio.file.Path;

/**
 * A replica as it is written down before anything is started for it.
 *
 * @param id {@code service-revision-number}
 * @param number rises within a revision; never used again
 * @param port of this machine that reaches it
 * @param folder its state
 */
record ReplicaRecord(String id, int number, int port, Path folder) {}
