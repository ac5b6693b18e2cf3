/**
 * A blocking HTTP/1.1 client under the SDK's pipeline. Bytes go between a socket and the caller's
 * own buffers on the caller's own thread, and interrupting that thread ends the request: the SDK's
 * other clients hand every buffer from thread to thread, and some hold whole bodies.
 */
@NullMarked
package io.lepton.azure.http;

import org.jspecify.annotations.NullMarked;
