/**
 * Google Cloud Storage as object stores. Start at {@link io.lepton.gcp.storage.GcsStorage}, which
 * says what is promised and how; {@code GcsObjectStore} is the way through, {@code GcsClient} sends
 * requests, and {@code GcsErrors} alone knows what Google's errors mean.
 */
@NullMarked
package io.lepton.gcp.storage;

import org.jspecify.annotations.NullMarked;
