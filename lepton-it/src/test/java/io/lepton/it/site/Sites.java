package io.lepton.it.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Folders and every cloud at once. */
public final class Sites {

  private Sites() {}

  /** Starts them with their data in {@code scratch}, by scheme; rclone knows them all. */
  public static Map<String, Site> all(Path scratch, Rclone rclone) throws IOException {
    Map<String, Site> sites = new LinkedHashMap<>();
    for (Site site :
        List.of(
            new FileSite(Files.createDirectory(scratch.resolve("files"))),
            S3Site.start(scratch, rclone),
            AzureSite.start(scratch, rclone),
            GcsSite.start(scratch, rclone))) {
      sites.put(site.scheme(), site);
      rclone.knowing(site.rcloneEnvironment());
    }
    return sites;
  }
}
