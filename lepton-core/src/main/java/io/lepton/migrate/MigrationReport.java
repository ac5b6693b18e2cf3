package io.lepton.migrate;

import io.lepton.deploy.Verdict;
import io.lepton.watch.ReportData;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * What became of a migration. The same is on disk as a page for people and as JSON for machines.
 *
 * @param name the migration
 * @param verdict kept or rolled back, and why; a migration without a service is kept when all of it
 *     arrived
 * @param warnings what a person should know, from every step
 * @param html the page
 * @param json its twin
 * @param data everything the page tells
 */
public record MigrationReport(
    String name, Verdict verdict, List<String> warnings, Path html, Path json, ReportData data) {

  public MigrationReport {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(html, "html");
    Objects.requireNonNull(json, "json");
    Objects.requireNonNull(data, "data");
    warnings = List.copyOf(warnings);
  }
}
