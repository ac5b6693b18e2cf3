package io.lepton.cli;

import io.lepton.Lepton;
import io.lepton.config.InputException;
import io.lepton.spi.Place;
import io.lepton.transfer.KeyReference;
import io.lepton.transfer.KeyVerdict;
import io.lepton.transfer.TransferFailure;
import io.lepton.transfer.VerifyRequest;
import io.lepton.transfer.VerifyRequest.Depth;
import io.lepton.transfer.VerifyResult;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Proves two places equal. */
@Command(
    name = "verify",
    addMethodSubcommands = false, // there are none, and looking for them takes a while
    mixinStandardHelpOptions = true,
    header = "Proves two places equal, or names what is missing, extra or different.",
    description = {
      "",
      "With --list prints a line a key: = equal, + missing at the target, - only at the "
          + "target, * different. Against a manifest the source is not needed: lepton verify "
          + "--manifest FILE DST"
    })
final class VerifyCommand implements Callable<Integer> {
  @Mixin private final Console console = new Console();
  @Mixin private final FilterOptions filter = new FilterOptions();

  @Parameters(
      arity = "1..2",
      paramLabel = "PLACE",
      description = "Source and target; with --manifest the target alone.")
  private List<String> places = List.of();

  @Option(names = "--list", description = "Print a line a key.")
  private boolean list;

  @Option(
      names = "--manifest",
      paramLabel = "FILE",
      description = "Compare with what a sync wrote down instead of with the source.")
  private @Nullable Path manifest;

  @Option(
      names = "--signed-by",
      paramLabel = "KEYSET",
      description = "With --manifest: demand the signature of this keyset, public or whole.")
  private @Nullable Path signedBy;

  @Option(
      names = "--encrypt",
      paramLabel = "KEYSET",
      description = "The target was written with --encrypt KEYSET.")
  private @Nullable String encrypt;

  @Option(
      names = "--decrypt",
      paramLabel = "KEYSET",
      description = "The source was written with --encrypt KEYSET.")
  private @Nullable String decrypt;

  @Option(
      names = "--read-everything",
      description = "Trust no digest that a store keeps; read every object.")
  private boolean readEverything;

  @Option(names = "--parallel", paramLabel = "N", description = "Most comparisons at once.")
  private @Nullable Integer parallel;

  @Override
  public Integer call() {
    VerifyRequest request = request();
    try (Lepton lepton = Lepton.discover();
        ProgressDisplay progress = ProgressDisplay.on(console)) {
      VerifyResult result = lepton.verify(request, list ? this::print : verdict -> {}, progress);
      progress.close();
      report(result);
      if (!result.allEqual()) {
        return ExitCode.FAILED;
      }
      return result.warnings().isEmpty() ? ExitCode.DONE : ExitCode.WARNINGS;
    }
  }

  private void print(KeyVerdict verdict) {
    console.line(verdict.toString());
  }

  private VerifyRequest request() {
    VerifyRequest request;
    if (manifest != null) {
      if (places.size() != 1) {
        throw new InputException("with --manifest name the target alone");
      }
      Place target = place(places.get(0));
      request =
          signedBy == null
              ? VerifyRequest.against(manifest, target)
              : VerifyRequest.against(manifest, signedBy, target);
    } else if (places.size() == 2) {
      request = VerifyRequest.of(place(places.get(0)), place(places.get(1)));
    } else {
      throw new InputException("name two places, SRC and DST, or one and --manifest FILE");
    }
    request = request.filter(filter.filter());
    if (signedBy != null && manifest == null) {
      throw new InputException("--signed-by needs --manifest FILE");
    }
    if (encrypt != null) {
      request = request.decryptTarget(new KeyReference(encrypt));
    }
    if (decrypt != null) {
      request = request.decryptSource(new KeyReference(decrypt));
    }
    if (readEverything) {
      request = request.depth(Depth.READ_EVERYTHING);
    }
    return parallel == null ? request : request.parallelism(parallel);
  }

  private static Place place(String uri) {
    try {
      return Place.parse(uri);
    } catch (IllegalArgumentException e) {
      throw new InputException(String.valueOf(e.getMessage()), e);
    }
  }

  private void report(VerifyResult result) {
    console.document(result);
    TransferFailure.lines(result.failures()).forEach(console::fail);
    result.warnings().forEach(console::warn);
    if (!list) {
      result.missing().forEach(key -> console.line("+ " + key));
      result.extra().forEach(key -> console.line("- " + key));
      result.differ().forEach(key -> console.line("* " + key));
    }
    console.line(
        "%,d equal, %,d missing, %,d extra, %,d different, %,d not compared%s"
            .formatted(
                result.equal(),
                result.missing().size(),
                result.extra().size(),
                result.differ().size(),
                result.failures().size(),
                result.verified() ? "; verified" : ""));
  }
}
