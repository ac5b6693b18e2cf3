/**
 * Blob Storage containers as object stores. {@link io.lepton.azure.blob.AzureBlobStorage} opens
 * them; requests are made on the SDK's pipeline, one class for each kind, and every failure is
 * translated in one place.
 */
@NullMarked
package io.lepton.azure.blob;

import org.jspecify.annotations.NullMarked;
