package io.lepton.cli;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The root: lists the subcommands. */
@Command(
    name = "lepton",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    synopsisSubcommandLabel = "COMMAND",
    header = "Moves an AI workload between clouds: its data, its model and its serving container.",
    footer = {
      "",
      "Exit codes: 0 done and verified, 1 something differs or failed, 2 bad usage or input,",
      "3 done with warnings, 130 interrupted (the same command continues).",
      "Shell completion: source <(lepton generate-completion)"
    })
final class LeptonCommand {
  private static final Set<String> VERSION = Set.of("-V", "--version");
  private static final List<Class<?>> SUBCOMMANDS =
      List.of(
          PlanCommand.class,
          ApplyCommand.class,
          StatusCommand.class,
          RollbackCommand.class,
          DestroyCommand.class,
          DemoCommand.class,
          SyncCommand.class,
          VerifyCommand.class,
          KeysetCommand.class,
          TuneCommand.class,
          AllocateCommand.class,
          ScheduleCommand.class,
          CatalogCommand.class,
          ImageCommand.class,
          ServeCommand.class,
          GatewayCommand.class,
          ProvidersCommand.class,
          HelpCommand.class,
          GenerateCompletion.class);

  private LeptonCommand() {}

  /**
   * The command line for some arguments. A subcommand that they begin with is the only one in it,
   * and there is none where they ask for the version, for describing all of them takes longer than
   * many a command does.
   */
  static CommandLine line(String... args) {
    CommandLine line = new CommandLine(new LeptonCommand());
    if (args.length == 1 && VERSION.contains(args[0])) {
      return line;
    }
    Optional<Class<?>> named =
        SUBCOMMANDS.stream()
            .filter(command -> command != HelpCommand.class && command != GenerateCompletion.class)
            .filter(command -> args.length > 0 && name(command).equals(args[0]))
            .findFirst();
    // A method reference would keep CommandLine, whose class file is old, out of the class archive.
    for (Class<?> subcommand : named.map(List::<Class<?>>of).orElse(SUBCOMMANDS)) {
      line.addSubcommand(subcommand);
    }
    return line;
  }

  private static String name(Class<?> command) {
    Command described = command.getAnnotation(Command.class);
    return described == null ? "" : described.name();
  }
}
