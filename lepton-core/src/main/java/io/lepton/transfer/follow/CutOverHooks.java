package io.lepton.transfer.follow;

/**
 * What only the owner of the writers can do. A library cannot stop writers that it does not know: a
 * bucket has no lock that all clouds share. It can ask for the fence, and then prove that the
 * source stayed as it was from the fence to the hand-over.
 *
 * <p>Each may be called again, because the process may end between the call and the note that it
 * was made; doing it twice must be as doing it once. What one throws stops the run, the state is
 * kept, and the next run calls it again.
 */
public interface CutOverHooks {

  /** Stops every writer at the source; returns when none writes any more. */
  void fence() throws Exception;

  /** Lets writers write at the source again. */
  void lift() throws Exception;

  /** Sends readers and writers to the target. */
  void handOver() throws Exception;

  /** Sends readers and writers back to the source. */
  void handBack() throws Exception;
}
