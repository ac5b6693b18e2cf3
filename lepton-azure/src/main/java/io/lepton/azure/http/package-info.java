/**
 * Our HTTP client under the SDK's pipeline, for what is left to the SDK: its own clients hand every
 * buffer from thread to thread, and some hold whole bodies. Also the identities of the SDK.
 */
@NullMarked
package io.lepton.azure.http;

import org.jspecify.annotations.NullMarked;
