package io.lepton.cli;

import io.lepton.serving.ServeMain;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/** The inference server that images run, on this machine. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    header = "Serves a saved model by the Open Inference Protocol v2 until it is told to stop.",
    description = {
      "",
      "Takes the server's own options too, above all --port N (else the variable PORT, "
          + "else one of the system's choice) and --host ADDRESS; a wrong option lists them "
          + "all."
    })
final class ServeCommand implements Callable<Integer> {

  @Parameters(paramLabel = "MODEL", description = "Folder with model.json, or a TorchScript file.")
  private String model = "";

  @Unmatched private List<String> options = new ArrayList<>();

  @Override
  public Integer call() {
    List<String> arguments = new ArrayList<>(List.of("--model", model));
    arguments.addAll(options);
    return new CommandLine(new ServeMain()).execute(arguments.toArray(String[]::new));
  }
}
