/**
 * S3, and servers that speak its protocol, as an object store. Start at {@link
 * io.lepton.aws.storage.S3ObjectStore}; each group of its operations is a class of its own, and
 * {@link io.lepton.aws.storage.S3Errors} alone translates the SDK's errors.
 */
@NullMarked
package io.lepton.aws.storage;

import org.jspecify.annotations.NullMarked;
