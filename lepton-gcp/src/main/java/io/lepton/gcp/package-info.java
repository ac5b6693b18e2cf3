/**
 * Google Cloud as a provider: {@link io.lepton.gcp.GcpProvider} is found by ServiceLoader and opens
 * the object store of the room {@code storage} and the keys of the room {@code kms}; both ask in
 * the name and through the proxy that the room {@code client} finds.
 */
@NullMarked
package io.lepton.gcp;

import org.jspecify.annotations.NullMarked;
