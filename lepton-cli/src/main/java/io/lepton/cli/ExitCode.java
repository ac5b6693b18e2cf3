package io.lepton.cli;

/** What the process answers; scripts depend on it. */
final class ExitCode {
  /** Done and verified. */
  static final int DONE = 0;

  /** Something differs or failed; the output says what. */
  static final int FAILED = 1;

  /** Bad usage or a bad input file; nothing was written. */
  static final int BAD_INPUT = 2;

  /** Done, with warnings. */
  static final int WARNINGS = 3;

  /** Interrupted; the state was kept and the same command continues. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
