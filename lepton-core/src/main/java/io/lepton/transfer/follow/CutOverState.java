package io.lepton.transfer.follow;

/** Where a cut-over stands. What a state names is about to be done, or was begun. */
public enum CutOverState {
  /** Passes copy what has changed; writers write on at the source. */
  COPYING,
  /** The source is being fenced: its writers are told to stop. */
  FENCING,
  /** Nobody writes at the source; what the passes have not seen is copied. */
  LAST_PASS,
  /** Both sides are compared, and the source must not have changed since the fence. */
  VERIFYING,
  /** Writers are being sent to the target. */
  HANDING_OVER,
  /** The target has taken over; the source is fenced still, for the way back. */
  DONE,
  /** Writers are being sent back to the source, and its fence lifted. */
  ROLLING_BACK,
  /** The source is in use again, as before. */
  ROLLED_BACK
}
