/**
 * The traffic gateway: the one stable address that clients talk to while the service behind it is
 * replaced. It splits inference requests between an old and a new side, mirrors them, compares the
 * answers, and retries on another replica so that a draining or dying one costs no client a
 * request. Start at {@link io.lepton.serving.gateway.Gateway}.
 */
@NullMarked
package io.lepton.serving.gateway;

import org.jspecify.annotations.NullMarked;
