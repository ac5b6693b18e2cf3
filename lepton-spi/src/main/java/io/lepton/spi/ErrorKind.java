package io.lepton.spi;

/** What went wrong, in terms that callers can act on. */
public enum ErrorKind {
  /** The object, bucket, service or upload does not exist. */
  NOT_FOUND,
  /** It exists already and must not be replaced. */
  ALREADY_EXISTS,
  /** The request can never succeed as it is: a malformed key, a size above a limit. */
  INVALID_ARGUMENT,
  /** Credentials are missing, expired or not allowed to do this. */
  PERMISSION_DENIED,
  /** A quota, a rate limit (429, 503 SlowDown) or the disk is exhausted. */
  RESOURCE_EXHAUSTED,
  /** The version that the request demanded is not the current one. */
  PRECONDITION_FAILED,
  /** The bytes that arrived are not the bytes that were sent, or their checksum differs. */
  DATA_CORRUPTED,
  /** This provider cannot do this; its capabilities say so. */
  UNSUPPORTED,
  /** No answer in time, and the request is known to have had no effect or to be repeatable. */
  TIMED_OUT,
  /** The caller cancelled or the thread was interrupted. */
  CANCELLED,
  /** The answer to a commit was lost: settle it by reading back, never by a blind retry. */
  OUTCOME_UNKNOWN,
  /** Anything else; the cause tells. */
  UNKNOWN
}
