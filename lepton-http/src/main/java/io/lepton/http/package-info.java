/**
 * A blocking HTTP/1.1 client for moving content, shared by the cloud providers, with TLS by the
 * virtual machine's default {@link javax.net.ssl.SSLContext}. Bytes go between a socket and the
 * caller's own buffers on the caller's own thread, and interrupting that thread ends the request;
 * nothing is retried, redirected or decoded. Start at {@link io.lepton.http.BlockingHttpClient}.
 */
@NullMarked
package io.lepton.http;

import org.jspecify.annotations.NullMarked;
