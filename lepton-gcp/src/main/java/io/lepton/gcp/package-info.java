/**
 * Google Cloud as a provider: {@link io.lepton.gcp.GcpProvider} is found by ServiceLoader and opens
 * the object store of {@code io.lepton.gcp.storage}.
 */
@NullMarked
package io.lepton.gcp;

import org.jspecify.annotations.NullMarked;
