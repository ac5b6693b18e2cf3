/**
 * The embedded default: this machine as a cloud. Directories are object stores (room {@code
 * storage}); processes, or containers where podman or docker is installed, are services. Needs no
 * account and no server.
 */
@NullMarked
package io.lepton.local;

import org.jspecify.annotations.NullMarked;
