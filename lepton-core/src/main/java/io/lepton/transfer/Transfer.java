package io.lepton.transfer;

import io.lepton.config.InputException;
import io.lepton.spi.Place;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What to move and how: {@code Transfer.from("s3://lake/fraud/").to("gs://lake/fraud/")
 * .incremental().mirror(Mirror.maxDelete(100)).build()}. Immutable.
 *
 * @param step id under which events are told
 * @param from the source; never changed
 * @param to the target
 * @param strategy which objects are copied
 * @param filter which objects take part
 * @param mirror whether and how far the target loses what the source lacks
 * @param mode whether to write at all
 * @param bandwidthBytesPerSecond most bytes read a second over the whole run
 * @param parallelism most objects or parts on the way at once; the run goes below when clouds ask
 *     it to, and where fewer are as quick
 * @param manifest file that will list every object in scope with its digests
 * @param state folder of the journal; empty for the default one of this source and target
 * @param chunking how content is cut
 * @param retries how failed requests are repeated
 * @param encryptWith keys that encrypt what is written at the target
 * @param decryptWith keys that the source was encrypted with
 * @param signWith keyset file that signs the manifest
 * @param downgrade whether plain objects may take the place of encrypted ones
 */
public record Transfer(
    String step,
    Place from,
    Place to,
    TransferStrategy strategy,
    TransferFilter filter,
    Optional<Mirror> mirror,
    Mode mode,
    OptionalLong bandwidthBytesPerSecond,
    int parallelism,
    Optional<Path> manifest,
    Optional<Path> state,
    Chunking chunking,
    Retries retries,
    Optional<KeyReference> encryptWith,
    Optional<KeyReference> decryptWith,
    Optional<Path> signWith,
    Downgrade downgrade) {

  /** Most objects on the way at once that can be asked for. */
  public static final int MAX_PARALLELISM = 1024;

  private static final int CLOUD_PARALLELISM = 256;
  private static final int LEAST_CLOUD_PARALLELISM = 64;

  /** So much memory, in bytes, may become of a worker's buffers. */
  private static final long WORKER_BYTES = 2L << 20;

  public Transfer {
    Objects.requireNonNull(step, "step");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    Objects.requireNonNull(strategy, "strategy");
    Objects.requireNonNull(mirror, "mirror");
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(manifest, "manifest");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(chunking, "chunking");
    Objects.requireNonNull(retries, "retries");
    Objects.requireNonNull(encryptWith, "encryptWith");
    Objects.requireNonNull(decryptWith, "decryptWith");
    Objects.requireNonNull(signWith, "signWith");
    Objects.requireNonNull(downgrade, "downgrade");
    if (signWith.isPresent() && manifest.isEmpty()) {
      throw new InputException("signing needs a manifest to sign; name its file with --manifest");
    }
    if (parallelism < 1 || parallelism > MAX_PARALLELISM) {
      throw new InputException(
          "parallel must be from 1 to " + MAX_PARALLELISM + ", not " + parallelism);
    }
    if (bandwidthBytesPerSecond.isPresent() && bandwidthBytesPerSecond.getAsLong() < 1024) {
      throw new InputException(
          "bandwidth must be at least 1024 bytes a second, not "
              + bandwidthBytesPerSecond.getAsLong());
    }
    if (strategy == TransferStrategy.PARTIAL && filter.passesEverything()) {
      throw new InputException(
          "strategy partial needs a filter (include, exclude, a size, an age or a content type);"
              + " use incremental to move everything that differs");
    }
  }

  /** Starts with the source, a URI. */
  public static Builder from(String uri) {
    return from(place("source", uri));
  }

  /** Starts with the source. */
  public static Builder from(Place place) {
    return new Builder(place);
  }

  /**
   * Objects on the way at once unless told otherwise. Between folders of this machine four a
   * processor, from 8 to 64. To and from a cloud 256: most of a small object's time is spent
   * waiting for answers. A run begins with 64 and takes more where that is quicker and processors
   * have the time; who is throttled goes below by itself.
   */
  public static int defaultParallelism(Place from, Place to) {
    boolean folders = from.scheme().equals("file") && to.scheme().equals("file");
    return folders
        ? Math.max(8, Math.min(64, 4 * Runtime.getRuntime().availableProcessors()))
        : (int)
            Math.max(
                LEAST_CLOUD_PARALLELISM,
                Math.min(CLOUD_PARALLELISM, Runtime.getRuntime().maxMemory() / WORKER_BYTES));
  }

  private static Place place(String role, String uri) {
    try {
      return Place.parse(uri);
    } catch (IllegalArgumentException e) {
      throw new InputException(role + ": " + e.getMessage(), e);
    }
  }

  /** Whether a run writes. */
  public enum Mode {
    /** Do it. */
    APPLY,
    /** Read, compare and tell, but write nothing at the target and keep no journal. */
    DRY_RUN
  }

  /** What to do when plain objects would come to where Lepton keeps encrypted ones. */
  public enum Downgrade {
    /**
     * Write nothing when the first object at the target is an encrypted one and its source is not;
     * fail those later ones that would be replaced so. Encrypted objects copied as they lie are
     * none of this.
     */
    REFUSE,
    /** Write them, and replace encrypted ones. */
    ALLOW
  }

  /** Collects the parts of a transfer. Not thread safe. */
  public static final class Builder {
    private final Place from;
    private Optional<Place> to = Optional.empty();
    private String step = "transfer";
    private TransferStrategy strategy = TransferStrategy.INCREMENTAL;
    private TransferFilter filter = TransferFilter.everything();
    private Optional<Mirror> mirror = Optional.empty();
    private Mode mode = Mode.APPLY;
    private OptionalLong bandwidth = OptionalLong.empty();
    private OptionalInt parallelism = OptionalInt.empty();
    private Optional<Path> manifest = Optional.empty();
    private Optional<Path> state = Optional.empty();
    private Chunking chunking = Chunking.standard();
    private Retries retries = Retries.standard();
    private Optional<KeyReference> encryptWith = Optional.empty();
    private Optional<KeyReference> decryptWith = Optional.empty();
    private Optional<Path> signWith = Optional.empty();
    private Downgrade downgrade = Downgrade.REFUSE;

    private Builder(Place from) {
      this.from = from;
    }

    /** Names the target, a URI. */
    public Builder to(String uri) {
      return to(place("target", uri));
    }

    /** Names the target. */
    public Builder to(Place place) {
      to = Optional.of(place);
      return this;
    }

    /** Names the step in events; {@code transfer} unless told otherwise. */
    public Builder step(String value) {
      step = value;
      return this;
    }

    /** Chooses which objects are copied; incremental unless told otherwise. */
    public Builder strategy(TransferStrategy value) {
      strategy = value;
      return this;
    }

    /** Copies everything. */
    public Builder full() {
      return strategy(TransferStrategy.FULL);
    }

    /** Copies what differs by content. */
    public Builder incremental() {
      return strategy(TransferStrategy.INCREMENTAL);
    }

    /** Copies what passes {@code value} and differs by content. */
    public Builder partial(TransferFilter value) {
      return strategy(TransferStrategy.PARTIAL).filter(value);
    }

    /** Chooses which objects take part. */
    public Builder filter(TransferFilter value) {
      filter = value;
      return this;
    }

    /** Deletes at the target what the source lacks. */
    public Builder mirror(Mirror value) {
      mirror = Optional.of(value);
      return this;
    }

    /** Writes nothing. */
    public Builder dryRun() {
      mode = Mode.DRY_RUN;
      return this;
    }

    /** Limits the bytes read a second over the whole run. */
    public Builder bandwidth(long bytesPerSecond) {
      bandwidth = OptionalLong.of(bytesPerSecond);
      return this;
    }

    /** Limits the objects on the way at once. */
    public Builder parallelism(int value) {
      parallelism = OptionalInt.of(value);
      return this;
    }

    /** Writes a manifest of every object in scope. */
    public Builder manifest(Path file) {
      manifest = Optional.of(file);
      return this;
    }

    /** Keeps the journal in {@code folder}. */
    public Builder state(Path folder) {
      state = Optional.of(folder);
      return this;
    }

    /** Cuts content in another way. */
    public Builder chunking(Chunking value) {
      chunking = value;
      return this;
    }

    /** Repeats failed requests in another way. */
    public Builder retries(Retries value) {
      retries = value;
      return this;
    }

    /** Encrypts what is written at the target. */
    public Builder encrypt(KeyReference keys) {
      encryptWith = Optional.of(keys);
      return this;
    }

    /** Decrypts what is read at the source. */
    public Builder decrypt(KeyReference keys) {
      decryptWith = Optional.of(keys);
      return this;
    }

    /** Lets plain objects take the place of ones that Lepton encrypted. */
    public Builder allowingPlain() {
      downgrade = Downgrade.ALLOW;
      return this;
    }

    /** Signs the manifest with a keyset file. */
    public Builder sign(Path keyset) {
      signWith = Optional.of(keyset);
      return this;
    }

    /**
     * Checks all of it.
     *
     * @throws InputException naming the value that cannot be
     */
    public Transfer build() {
      Place target =
          to.orElseThrow(() -> new InputException("the transfer names no target; call to(...)"));
      return new Transfer(
          step,
          from,
          target,
          strategy,
          filter,
          mirror,
          mode,
          bandwidth,
          parallelism.orElseGet(() -> defaultParallelism(from, target)),
          manifest,
          state,
          chunking,
          retries,
          encryptWith,
          decryptWith,
          signWith,
          downgrade);
    }
  }
}
