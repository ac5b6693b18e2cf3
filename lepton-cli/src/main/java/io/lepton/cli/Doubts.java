package io.lepton.cli;

import io.lepton.catalog.Catalog;
import io.lepton.catalog.CatalogAudit;
import io.lepton.catalog.EgressTable;
import io.lepton.config.ConfigFile;
import java.nio.file.Path;
import java.util.List;

/** Says on standard error what of a command's prices is left out, and why. */
final class Doubts {

  private Doubts() {}

  /** The offers that an input file names, or those named instead, with their doubts counted. */
  static CatalogAudit offers(Path file, List<Path> instead, Console console) {
    Path folder = file.toAbsolutePath().getParent();
    Catalog catalog =
        instead.isEmpty()
            ? Catalog.read(
                ConfigFile.read(file).require("offers"), folder == null ? Path.of("") : folder)
            : Catalog.read(instead);
    CatalogAudit audit = CatalogAudit.of(catalog);
    if (!audit.findings().isEmpty() && !console.quiet()) {
      console.warn(audit.summary() + "; 'lepton catalog list --doubtful' names them");
    }
    return audit;
  }

  /** Names a transfer tariff that no price can be taken from, and counts the others. */
  static void egress(EgressTable egress, Console console) {
    List<String> faults = egress.faults();
    if (faults.isEmpty() || console.quiet()) {
      return;
    }
    if (System.getenv("LEPTON_DEBUG") != null) {
      faults.forEach(fault -> console.warn("egress left out: " + fault));
      return;
    }
    int more = faults.size() - 1;
    console.warn(
        "egress left out: "
            + faults.get(0)
            + (more == 0 ? "" : "; and " + more + " more, which LEPTON_DEBUG=1 names"));
  }
}
