/** In whose name and through which proxy Google's services are asked, in one place. */
@NullMarked
package io.lepton.gcp.client;

import org.jspecify.annotations.NullMarked;
