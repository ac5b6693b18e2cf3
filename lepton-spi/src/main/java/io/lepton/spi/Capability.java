package io.lepton.spi;

/** What a provider's backends promise beyond the behaviour that every provider must have. */
public enum Capability {
  /** A write can demand that the key does not exist yet. */
  CREATE_IF_ABSENT,
  /** A write can demand that the object still has a given version. */
  REPLACE_IF_UNCHANGED,
  /** Objects keep user metadata: names and values. */
  USER_METADATA,
  /** Objects keep content type, encoding, disposition, language and cache control. */
  CONTENT_HEADERS,
  /** Objects keep tags. */
  TAGS,
  /** An object can be copied inside the provider without its bytes passing through the caller. */
  SERVER_SIDE_COPY,
  /** Several keys are deleted in one request. */
  BATCH_DELETE,
  /** Large objects can be written in parts, in any order, resumable by another process. */
  MULTIPART_UPLOAD,
  /**
   * An unfinished upload survives whatever else is written to its key. Without it, any other write
   * to the key ends the upload: it is NOT_FOUND from then on, and starts anew.
   */
  INDEPENDENT_UPLOADS,
  /** The platform itself can split traffic between revisions of a service by weight. */
  TRAFFIC_SPLIT,
  /** Replicas run as containers with an image's own file system, not only as host processes. */
  CONTAINER_ISOLATION
}
