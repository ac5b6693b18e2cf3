/**
 * Packs a model and its inference server into a container image, without a daemon: the same inputs
 * give the same digest. Images go to a registry, a tarball or an OCI layout folder. Start at {@link
 * io.lepton.image.ImageStep}.
 */
@NullMarked
package io.lepton.image;

import org.jspecify.annotations.NullMarked;
