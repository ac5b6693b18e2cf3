package io.lepton.transfer.journal;

import io.lepton.config.InputException;
import io.lepton.spi.CloudException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** Another process that opens a journal. */
final class Elsewhere {
  /** Traits of the journal that it opens. */
  static final Map<String, String> TRAITS = Map.of("source", "a");

  /** What came of it. */
  enum Outcome {
    OPENED,
    REFUSED,
    DAMAGED
  }

  private Elsewhere() {}

  static Outcome open(Path folder) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Elsewhere.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    byte[] answer = process.getInputStream().readAllBytes();
    process.waitFor();
    return Outcome.valueOf(new String(answer, StandardCharsets.UTF_8));
  }

  /** Opens the journal in the folder that is named first, and prints what came of it. */
  public static void main(String[] arguments) {
    System.out.print(tryToOpen(Path.of(arguments[0])));
  }

  private static Outcome tryToOpen(Path folder) {
    try (TransferJournal journal = TransferJournal.open(folder, TRAITS)) {
      return Outcome.OPENED;
    } catch (InputException e) {
      return Outcome.REFUSED;
    } catch (CloudException e) {
      return Outcome.DAMAGED;
    }
  }
}
