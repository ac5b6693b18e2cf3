package io.lepton.cli;

import picocli.CommandLine.Command;

/** Groups the commands about offers. */
@Command(
    name = "catalog",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    header = "Shows known offers, or asks the clouds' price services for fresh ones.",
    subcommands = {CatalogListCommand.class, CatalogRefreshCommand.class})
final class CatalogCommand {}
