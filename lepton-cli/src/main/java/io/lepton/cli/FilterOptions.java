package io.lepton.cli;

import io.lepton.transfer.TransferFilter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which objects take part; shared by the commands that compare two places. */
final class FilterOptions {

  @Option(
      names = "--include",
      paramLabel = "GLOB",
      description = "Only keys that match; may be given again.")
  private List<String> include = new ArrayList<>();

  @Option(
      names = "--exclude",
      paramLabel = "GLOB",
      description = "No keys that match, nor a word of links or pipes that do; may be given again.")
  private List<String> exclude = new ArrayList<>();

  @Option(
      names = "--min-size",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description = "Only objects of at least this size, such as 10MB.")
  private @Nullable Long minSize;

  @Option(
      names = "--max-size",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description = "Only objects of at most this size.")
  private @Nullable Long maxSize;

  @Option(
      names = "--newer-than",
      paramLabel = "TIME",
      converter = AgeConverter.class,
      description = "Only objects modified since: 7d, 12h, or a date.")
  private @Nullable Instant newerThan;

  TransferFilter filter() {
    return new TransferFilter(
        include,
        exclude,
        minSize == null ? OptionalLong.empty() : OptionalLong.of(minSize),
        maxSize == null ? OptionalLong.empty() : OptionalLong.of(maxSize),
        Optional.ofNullable(newerThan),
        List.of());
  }
}
