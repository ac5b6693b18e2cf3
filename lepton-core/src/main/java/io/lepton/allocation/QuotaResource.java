package io.lepton.allocation;

/** What a quota counts, over whole instances and not over what runs on them. */
public enum QuotaResource {
  VCPUS,
  MEMORY_GIB,
  ACCELERATORS,
  INSTANCES;

  /** As input files write it. */
  public String text() {
    return switch (this) {
      case VCPUS -> "vcpus";
      case MEMORY_GIB -> "memory_gib";
      case ACCELERATORS -> "accelerators";
      case INSTANCES -> "instances";
    };
  }
}
