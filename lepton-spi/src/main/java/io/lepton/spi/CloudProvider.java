package io.lepton.spi;

import java.util.ServiceLoader;
import java.util.Set;

/**
 * One cloud, as a stateless factory found through {@link ServiceLoader}.
 *
 * <p>A provider is one class with a public no-argument constructor, named in {@code
 * META-INF/services/io.lepton.spi.CloudProvider}. It tells what it is (id, schemes, capabilities,
 * limits) without any connection, so that a plan can be checked before anything is opened, and
 * opens its backends on demand. It may offer only some of them.
 *
 * <p>Implementations are thread safe; the answers of {@link #id}, {@link #schemes}, {@link
 * #capabilities} and {@link #limits} never change.
 */
public interface CloudProvider {

  /** Short lower-case name, unique among the installed providers: {@code aws}, {@code local}. */
  String id();

  /** The URI schemes whose places this provider opens, lower case: {@code s3}. May be empty. */
  Set<String> schemes();

  /**
   * The URI schemes whose keys {@link CloudBackends#keys} finds, lower case: {@code aws-kms}. None
   * unless overridden.
   */
  default Set<String> keySchemes() {
    return Set.of();
  }

  /** What the backends promise beyond their required behaviour. */
  Set<Capability> capabilities();

  /** Service limits that callers must plan with. */
  Limits limits();

  /**
   * Opens the backends. Opening is cheap: connections and credentials are resolved at first use, so
   * that a provider that is installed but not configured does no harm.
   *
   * @throws CloudException of kind INVALID_ARGUMENT when {@code config} names something unusable
   */
  CloudBackends open(ProviderConfig config);
}
