package io.lepton.cli;

import io.lepton.transfer.crypt.Keysets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes the keyset files that encryption and signatures use. */
@Command(
    name = "keyset",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    header = "Makes keysets for sync --encrypt and --sign.",
    description = {
      "",
      "A keyset is a file in Tink's JSON format that holds keys in clear: keep it as you "
          + "keep a password, and keep a copy, for without it what it encrypted is lost."
    },
    subcommands = {KeysetCommand.Create.class, KeysetCommand.Public.class})
final class KeysetCommand {

  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      header = "Writes a new keyset; a file that is there is never overwritten.")
  static final class Create implements Callable<Integer> {
    @Mixin private final Console console = new Console();

    @Parameters(paramLabel = "FILE", description = "The file to write.")
    private Path file = Path.of("");

    @Option(
        names = "--signing",
        description = "For signatures (Ed25519) instead of encryption (AES-256-GCM).")
    private boolean signing;

    @Override
    public Integer call() {
      Keysets.create(file, signing ? Keysets.Purpose.SIGNATURE : Keysets.Purpose.ENCRYPTION);
      console.document(new Written(file.toString()));
      console.line(file + " is there, readable by you alone; keep a copy in a safe place");
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "public",
      mixinStandardHelpOptions = true,
      header = "Writes the public half of a signing keyset, to prove signatures with.")
  static final class Public implements Callable<Integer> {
    @Mixin private final Console console = new Console();

    @Parameters(paramLabel = "KEYSET", description = "The signing keyset.")
    private Path keyset = Path.of("");

    @Parameters(paramLabel = "FILE", description = "The file to write.")
    private Path file = Path.of("");

    @Override
    public Integer call() {
      Keysets.writePublic(keyset, file);
      console.document(new Written(file.toString()));
      console.line(file + " holds the public half");
      return ExitCode.DONE;
    }
  }

  private record Written(String file) {}
}
