/**
 * Amazon Web Services. {@link io.lepton.aws.AwsProvider} is what the service loader finds; the room
 * {@code client} makes the SDK's clients, the room {@code storage} is S3 as an object store, the
 * room {@code kms} has the keys.
 */
@NullMarked
package io.lepton.aws;

import org.jspecify.annotations.NullMarked;
