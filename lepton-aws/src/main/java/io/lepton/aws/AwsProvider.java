package io.lepton.aws;

import io.lepton.aws.kms.KmsKeys;
import io.lepton.aws.storage.S3Limits;
import io.lepton.spi.Capability;
import io.lepton.spi.CloudBackends;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.Limits;
import io.lepton.spi.ProviderConfig;
import java.util.Set;

/**
 * Amazon Web Services: id {@code aws}, places {@code s3://bucket/prefix}, keys {@code
 * aws-kms://arn:aws:kms:...} ({@link KmsKeys}).
 *
 * <p>Credentials, region and endpoint come from the SDK's own chain ({@code AWS_ACCESS_KEY_ID},
 * {@code AWS_PROFILE}, {@code AWS_REGION}, {@code AWS_ENDPOINT_URL}, {@code AWS_ENDPOINT_URL_S3},
 * the shared files, containers and instances); see {@link io.lepton.aws.client.AwsClients}. Where a
 * bucket's owner lets the requester pay, {@code AWS_REQUEST_PAYER=requester} agrees to it.
 */
public final class AwsProvider implements CloudProvider {

  /** Provider id. */
  public static final String ID = "aws";

  private static final Set<Capability> CAPABILITIES =
      Set.of(
          Capability.CREATE_IF_ABSENT,
          Capability.REPLACE_IF_UNCHANGED,
          Capability.USER_METADATA,
          Capability.CONTENT_HEADERS,
          Capability.TAGS,
          Capability.SERVER_SIDE_COPY,
          Capability.BATCH_DELETE,
          Capability.MULTIPART_UPLOAD,
          Capability.INDEPENDENT_UPLOADS);

  /** Called by {@link java.util.ServiceLoader}. */
  public AwsProvider() {}

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Set<String> schemes() {
    return Set.of("s3");
  }

  @Override
  public Set<String> keySchemes() {
    return Set.of(KmsKeys.SCHEME);
  }

  @Override
  public Set<Capability> capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Limits limits() {
    return S3Limits.OF_SERVICE;
  }

  @Override
  public CloudBackends open(ProviderConfig config) {
    return new AwsBackends(config);
  }
}
