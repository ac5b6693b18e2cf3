/**
 * Keys of AWS Key Management Service: {@link io.lepton.aws.kms.KmsKeys} finds them by their URI.
 * The SDK's client of it, {@code software.amazon.awssdk:kms}, is an optional dependency.
 */
@NullMarked
package io.lepton.aws.kms;

import org.jspecify.annotations.NullMarked;
