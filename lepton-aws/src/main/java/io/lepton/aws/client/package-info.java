/** Clients of the AWS SDK: credentials, region, endpoint and HTTP connections, in one place. */
@NullMarked
package io.lepton.aws.client;

import org.jspecify.annotations.NullMarked;
