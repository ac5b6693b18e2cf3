package io.lepton.aws.client;

import io.lepton.http.Origin;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.awscore.endpoints.AwsEndpointAttribute;
import software.amazon.awssdk.awscore.endpoints.authscheme.EndpointAuthScheme;
import software.amazon.awssdk.awscore.endpoints.authscheme.SigV4AuthScheme;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointProvider;

/**
 * Where requests about a bucket go and for whom they are signed. At Amazon the SDK's rules say so
 * (regions, partitions, access points), and a bucket of another region is remembered once its
 * region is known; a server of one's own has its buckets in the path. Thread safe.
 */
public final class S3Endpoints {
  private final Optional<URI> endpoint;
  private final boolean ownServer;
  private final String region;
  private final EndpointOptions wanted;
  private final Map<String, Target> targets = new ConcurrentHashMap<>();

  S3Endpoints(Optional<URI> endpoint, boolean ownServer, String region, EndpointOptions wanted) {
    this.endpoint = endpoint;
    this.ownServer = ownServer;
    this.region = region;
    this.wanted = wanted;
  }

  /**
   * Where a bucket is.
   *
   * @param path what goes before the slash and the key: empty, or {@code /bucket}
   * @param region that requests are signed for
   * @param service the same
   */
  public record Target(Origin origin, String path, String region, String service) {}

  /** Where {@code bucket} is, as far as is known. */
  public Target of(String bucket) {
    return targets.computeIfAbsent(bucket, name -> resolved(name, region));
  }

  /** Whether {@code bucket} is looked for in {@code told} from now on, where it was not before. */
  public boolean moved(String bucket, String told) {
    if (endpoint.isPresent() || of(bucket).region().equals(told)) {
      return false;
    }
    targets.put(bucket, resolved(bucket, told));
    return true;
  }

  private Target resolved(String bucket, String inRegion) {
    if (ownServer) {
      URI address = endpoint.orElseThrow();
      String base = address.getRawPath() == null ? "" : address.getRawPath().replaceAll("/+$", "");
      return new Target(Origin.of(address), base + "/" + bucket, inRegion, "s3");
    }
    Endpoint found;
    try {
      found =
          S3EndpointProvider.defaultProvider()
              .resolveEndpoint(
                  rules ->
                      rules
                          .bucket(bucket)
                          .region(Region.of(inRegion))
                          .endpoint(endpoint.map(URI::toString).orElse(null))
                          .useFips(wanted.fips())
                          .useDualStack(wanted.dualStack())
                          .forcePathStyle(false)
                          .accelerate(false)
                          .useGlobalEndpoint(false)
                          .disableMultiRegionAccessPoints(false)
                          .disableS3ExpressSessionAuth(true)
                          .useArnRegion(true))
              .join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
    URI url = found.endpointUrl().toUri();
    String path = url.getRawPath() == null ? "" : url.getRawPath();
    String base = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    List<EndpointAuthScheme> schemes = found.attribute(AwsEndpointAttribute.AUTH_SCHEMES);
    for (EndpointAuthScheme scheme : schemes == null ? List.<EndpointAuthScheme>of() : schemes) {
      if (scheme instanceof SigV4AuthScheme sigV4) {
        return new Target(
            Origin.of(url),
            base,
            Optional.ofNullable(sigV4.signingRegion()).orElse(inRegion),
            Optional.ofNullable(sigV4.signingName()).orElse("s3"));
      }
    }
    if (schemes == null || schemes.isEmpty()) {
      return new Target(Origin.of(url), base, inRegion, "s3");
    }
    throw new IllegalArgumentException(
        "bucket '" + bucket + "' needs signatures of a kind that is not known here: " + schemes);
  }
}
