package io.lepton.spi.storage;

import java.util.Objects;

/** What must hold for a write to take effect, judged by the store at the moment of commit. */
public sealed interface Precondition {

  /** Nothing: an older object is replaced. */
  record None() implements Precondition {}

  /** No object under this key; else ALREADY_EXISTS. Needs CREATE_IF_ABSENT. */
  record Absent() implements Precondition {}

  /**
   * The object still has this version; else PRECONDITION_FAILED. Needs REPLACE_IF_UNCHANGED.
   *
   * @param version as {@link ObjectInfo#version} gave it
   */
  record Unchanged(String version) implements Precondition {
    public Unchanged {
      Objects.requireNonNull(version, "version");
    }
  }

  /** Nothing needs to hold. */
  static Precondition none() {
    return new None();
  }

  /** The key must be free. */
  static Precondition absent() {
    return new Absent();
  }

  /** The object must still have {@code version}. */
  static Precondition unchanged(String version) {
    return new Unchanged(version);
  }
}
