/** Google Cloud: Cloud Storage. */
@NullMarked
package io.lepton.gcp;

import org.jspecify.annotations.NullMarked;
