/**
 * Prepares labelled data for training: reads CSV tables, folders of images and IDX files, cleans
 * them, splits them (stratified, seeded) and fits the standardisation on the training split alone.
 * Start at {@link io.lepton.prepare.PrepareStep}; what it gives is a {@link
 * io.lepton.prepare.PreparedData}.
 */
@NullMarked
package io.lepton.prepare;

import org.jspecify.annotations.NullMarked;
