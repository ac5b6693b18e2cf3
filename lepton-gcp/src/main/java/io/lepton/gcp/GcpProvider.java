package io.lepton.gcp;

import io.lepton.gcp.kms.CloudKmsKeys;
import io.lepton.gcp.storage.GcsStorage;
import io.lepton.spi.Capability;
import io.lepton.spi.CloudBackends;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.Limits;
import io.lepton.spi.ProviderConfig;
import java.util.Set;

/**
 * Google Cloud: id {@code gcp}, places {@code gs://bucket/prefix}, keys {@code gcp-kms://...}
 * ({@link CloudKmsKeys}). See {@link GcsStorage} for what a bucket promises as an object store.
 *
 * <p>Credentials are Google's application default credentials: the file that {@code
 * GOOGLE_APPLICATION_CREDENTIALS} names, what {@code gcloud auth application-default login} left,
 * or the machine's own service account. The file is read at once, the others are found by the first
 * request. {@code STORAGE_EMULATOR_HOST} ({@code host:port} or a URL) sends every request there,
 * without credentials. Objects belong to buckets and not to projects, so {@code
 * GOOGLE_CLOUD_PROJECT} is not needed; a bucket whose requester pays needs {@code
 * GOOGLE_CLOUD_QUOTA_PROJECT}.
 */
public final class GcpProvider implements CloudProvider {

  /** Provider id. */
  public static final String ID = "gcp";

  private static final Set<Capability> CAPABILITIES =
      Set.of(
          Capability.CREATE_IF_ABSENT,
          Capability.REPLACE_IF_UNCHANGED,
          Capability.USER_METADATA,
          Capability.CONTENT_HEADERS,
          Capability.SERVER_SIDE_COPY,
          Capability.BATCH_DELETE,
          Capability.MULTIPART_UPLOAD,
          Capability.INDEPENDENT_UPLOADS);

  /** Called by {@link java.util.ServiceLoader}. */
  public GcpProvider() {}

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Set<String> schemes() {
    return Set.of(GcsStorage.SCHEME);
  }

  @Override
  public Set<String> keySchemes() {
    return Set.of(CloudKmsKeys.SCHEME);
  }

  @Override
  public Set<Capability> capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Limits limits() {
    return GcsStorage.LIMITS;
  }

  @Override
  public CloudBackends open(ProviderConfig config) {
    return new GcpBackends(config);
  }
}
