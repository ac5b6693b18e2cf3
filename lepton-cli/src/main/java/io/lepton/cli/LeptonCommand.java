package io.lepton.cli;

import picocli.AutoComplete.GenerateCompletion;
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
    },
    subcommands = {
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
      GenerateCompletion.class
    })
final class LeptonCommand {}
