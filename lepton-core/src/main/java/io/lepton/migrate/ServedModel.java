package io.lepton.migrate;

import io.lepton.deploy.Measures;
import io.lepton.deploy.SampleRequest;
import io.lepton.event.LeptonEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** The model that the image gets, as an earlier step left it. */
interface ServedModel {

  /** What identifies it: the digest of its files, or of the listing of the place it is at. */
  String digest(Results earlier);

  /** Its folder on this machine, fetched when it is elsewhere. */
  Path folder(Results earlier, Consumer<LeptonEvent> events);

  /** How it did on the target's test rows; nothing when it was not tuned here. */
  Measures measures(Results earlier);

  /** Requests made of test rows, for a rollout that sees too few clients. */
  List<SampleRequest> samples(Results earlier);
}
