package io.lepton.transfer;

import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.transfer.content.BufferPool;
import io.lepton.transfer.content.ContentReader;
import io.lepton.transfer.pace.Bandwidth;
import io.lepton.transfer.pace.Requests;
import io.lepton.transfer.pace.Streams;
import io.lepton.transfer.pace.WorkPool;
import java.util.Set;

/** What the parts of one run share. */
record RunTools(
    Transfer transfer,
    Side source,
    Side target,
    Requests requests,
    Bandwidth bandwidth,
    BufferPool buffers,
    ContentReader reader,
    ObjectComparison comparison,
    WorkPool pool,
    Streams streams,
    Outcomes outcomes,
    ProgressTeller progress,
    RunJournal journal) {

  static RunTools of(
      Transfer transfer,
      Side source,
      Side target,
      Requests requests,
      WorkPool pool,
      Outcomes outcomes,
      ProgressTeller progress,
      RunJournal journal) {
    Bandwidth bandwidth = new Bandwidth(transfer.bandwidthBytesPerSecond());
    BufferPool buffers = BufferPool.ofThisMachine();
    ContentReader reader = new ContentReader(buffers, bandwidth);
    return new RunTools(
        transfer,
        source,
        target,
        requests,
        bandwidth,
        buffers,
        reader,
        new ObjectComparison(source, target, requests, reader),
        pool,
        new Streams(transfer.parallelism(), requests::quickestNanos),
        outcomes,
        progress,
        journal);
  }

  /** Digests that a copy computes beside CRC32C. */
  Set<ChecksumAlgorithm> wantedDigests() {
    return transfer.manifest().isPresent() ? Set.of(ChecksumAlgorithm.SHA256) : Set.of();
  }

  long requestsSent() {
    return requests.sent() + bandwidth.openings();
  }
}
