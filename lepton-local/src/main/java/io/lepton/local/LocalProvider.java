package io.lepton.local;

import io.lepton.local.storage.DirectoryStorage;
import io.lepton.spi.Capability;
import io.lepton.spi.CloudBackends;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.Limits;
import io.lepton.spi.ProviderConfig;
import java.util.Set;

/**
 * This machine as a cloud: id {@code local}, places {@code file:///dir}. See {@link
 * DirectoryStorage} for what a directory promises as an object store.
 */
public final class LocalProvider implements CloudProvider {

  /** Provider id and platform name. */
  public static final String ID = "local";

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
  public LocalProvider() {}

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Set<String> schemes() {
    return Set.of("file");
  }

  @Override
  public Set<Capability> capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Limits limits() {
    return Limits.unlimited();
  }

  @Override
  public CloudBackends open(ProviderConfig config) {
    return new LocalBackends(config);
  }
}
