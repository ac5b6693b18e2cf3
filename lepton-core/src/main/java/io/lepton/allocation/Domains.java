package io.lepton.allocation;

/** Names of failure domains. */
final class Domains {
  private Domains() {}

  /** The domain of a place: a zone is told apart by its region and cloud too. */
  static String of(FailureDomain over, String cloud, String region, String zone) {
    return switch (over) {
      case CLOUD -> cloud;
      case REGION -> cloud + "/" + region;
      case ZONE -> cloud + "/" + region + "/" + zone;
    };
  }
}
