package io.lepton.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;

/** The root: lists the subcommands. */
@Command(
    name = "lepton",
    addMethodSubcommands = false,
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    synopsisSubcommandLabel = "COMMAND",
    header = "Moves an AI workload between clouds: its data, its model and its serving container.",
    footer = {
      "",
      "Exit codes: 0 done and verified, 1 something differs or failed, 2 bad usage or "
          + "input, 3 done with warnings, 130 interrupted (the same command continues).",
      "Shell completion: source <(lepton generate-completion)"
    })
final class LeptonCommand {
  private static final Set<String> VERSION = Set.of("-V", "--version");
  private static final Map<String, Class<?>> SUBCOMMANDS = new LinkedHashMap<>();

  static {
    // With their names, for to read one from its class takes longer than to parse the arguments.
    SUBCOMMANDS.put("plan", PlanCommand.class);
    SUBCOMMANDS.put("apply", ApplyCommand.class);
    SUBCOMMANDS.put("status", StatusCommand.class);
    SUBCOMMANDS.put("rollback", RollbackCommand.class);
    SUBCOMMANDS.put("destroy", DestroyCommand.class);
    SUBCOMMANDS.put("demo", DemoCommand.class);
    SUBCOMMANDS.put("sync", SyncCommand.class);
    SUBCOMMANDS.put("verify", VerifyCommand.class);
    SUBCOMMANDS.put("keyset", KeysetCommand.class);
    SUBCOMMANDS.put("tune", TuneCommand.class);
    SUBCOMMANDS.put("allocate", AllocateCommand.class);
    SUBCOMMANDS.put("schedule", ScheduleCommand.class);
    SUBCOMMANDS.put("catalog", CatalogCommand.class);
    SUBCOMMANDS.put("image", ImageCommand.class);
    SUBCOMMANDS.put("serve", ServeCommand.class);
    SUBCOMMANDS.put("gateway", GatewayCommand.class);
    SUBCOMMANDS.put("providers", ProvidersCommand.class);
  }

  private LeptonCommand() {}

  /**
   * The command line for some arguments. A subcommand that they begin with is all there is in it,
   * and there is none where they ask for the version, for describing all of them takes longer than
   * many a command does.
   */
  static CommandLine line(String... args) {
    Class<?> named = args.length == 0 ? null : SUBCOMMANDS.get(args[0]);
    if (named != null) {
      CommandSpec root = CommandSpec.wrapWithoutInspection(new LeptonCommand()).name("lepton");
      return new CommandLine(root).addSubcommand(named);
    }
    CommandLine line = new CommandLine(new LeptonCommand());
    if (args.length == 1 && VERSION.contains(args[0])) {
      return line;
    }
    // A method reference would keep CommandLine, whose class file is old, out of the class archive.
    for (Class<?> subcommand : SUBCOMMANDS.values()) {
      line.addSubcommand(subcommand);
    }
    return line.addSubcommand(HelpCommand.class).addSubcommand(GenerateCompletion.class);
  }
}
