/**
 * The HTTP side that the inference server and the gateway share: one listener on Jetty that reads
 * whole bodies under a limit, answers asynchronously, tells a port in use from other failures and
 * drains. Jetty's types stay inside. For Lepton's own use.
 */
@NullMarked
package io.lepton.serving.http;

import org.jspecify.annotations.NullMarked;
