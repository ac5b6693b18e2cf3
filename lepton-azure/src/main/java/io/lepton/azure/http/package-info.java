/**
 * Our HTTP client under the SDK's pipeline: the SDK's own hand every buffer from thread to thread,
 * and some hold whole bodies.
 */
@NullMarked
package io.lepton.azure.http;

import org.jspecify.annotations.NullMarked;
