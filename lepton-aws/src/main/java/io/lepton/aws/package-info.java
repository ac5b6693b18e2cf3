/** Amazon Web Services: S3. */
@NullMarked
package io.lepton.aws;

import org.jspecify.annotations.NullMarked;
