/**
 * Keys of Google's Cloud Key Management Service: {@link io.lepton.gcp.kms.CloudKmsKeys} finds them
 * by their URI. Google's JSON client of it, {@code google-api-services-cloudkms}, is an optional
 * dependency.
 */
@NullMarked
package io.lepton.gcp.kms;

import org.jspecify.annotations.NullMarked;
