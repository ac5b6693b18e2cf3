package io.lepton.watch;

import com.samskivert.mustache.Mustache;
import io.lepton.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The report of a migration: one HTML file that needs nothing else, not even a network, and a JSON
 * twin for machines. Stateless.
 */
public final class Report {
  /** Name of the HTML file. */
  public static final String HTML = "report.html";

  /** Name of the JSON file. */
  public static final String JSON = "report.json";

  private Report() {}

  /**
   * Writes both files into {@code folder}, each whole or not at all, over those of an earlier run.
   *
   * @return the HTML file
   */
  public static Path write(ReportData data, Path folder) {
    Path html = folder.resolve(HTML);
    Json.write(folder.resolve(JSON), data);
    try {
      Path temporary = Files.createTempFile(folder, HTML, ".tmp");
      try {
        Files.writeString(temporary, html(data));
        Files.move(
            temporary, html, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(html + " cannot be written: " + e.getMessage(), e);
    }
    return html;
  }

  /** The page. */
  public static String html(ReportData data) {
    return Mustache.compiler()
        .escapeHTML(true)
        .emptyStringIsFalse(true)
        .withLoader(name -> new StringReader(resource(name + ".mustache")))
        .compile(resource("report.mustache"))
        .execute(ReportPage.of(data));
  }

  static String resource(String name) {
    try (InputStream in = Report.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from Lepton's jar; reinstall it");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read", e);
    }
  }
}
