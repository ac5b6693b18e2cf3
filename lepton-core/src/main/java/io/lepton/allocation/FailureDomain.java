package io.lepton.allocation;

/** What fails together, and what replicas can therefore be spread over. */
public enum FailureDomain {
  CLOUD,
  REGION,
  ZONE;

  /** As input files write it. */
  public String text() {
    return switch (this) {
      case CLOUD -> "cloud";
      case REGION -> "region";
      case ZONE -> "zone";
    };
  }
}
