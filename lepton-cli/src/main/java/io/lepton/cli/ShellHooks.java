package io.lepton.cli;

import io.lepton.config.InputException;
import io.lepton.spi.Place;
import io.lepton.transfer.follow.CutOverHooks;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * Fence and hand-over by the user's own commands, run by {@code /bin/sh} with the places in {@code
 * LEPTON_SOURCE} and {@code LEPTON_TARGET}. What they print goes to standard error; an exit code
 * other than zero stops the cut-over where it is.
 */
final class ShellHooks implements CutOverHooks {
  private final Console console;
  private final Commands commands;
  private final boolean fenced;

  ShellHooks(Console console, Commands commands, boolean fenced) {
    this.console = console;
    this.commands = commands;
    this.fenced = fenced;
  }

  /** The commands; those that are missing do nothing, but for the fence, which is asked for. */
  record Commands(
      Place from,
      Place to,
      @Nullable String fence,
      @Nullable String lift,
      @Nullable String handOver,
      @Nullable String handBack) {}

  @Override
  public void fence() throws Exception {
    if (commands.fence() != null) {
      run(commands.fence());
    } else if (!fenced) {
      ask();
    }
  }

  private void ask() throws IOException {
    console
        .err()
        .println("Stop everything that writes at " + commands.from() + ", then press Enter.");
    console.err().flush();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
    if (in.readLine() == null) {
      throw new InputException(
          "nobody answered that the writers of "
              + commands.from()
              + " have stopped; stop them and run again with --fenced, or give --fence-command."
              + " The state was kept");
    }
  }

  @Override
  public void lift() throws Exception {
    run(commands.lift());
  }

  @Override
  public void handOver() throws Exception {
    run(commands.handOver());
  }

  @Override
  public void handBack() throws Exception {
    run(commands.handBack());
  }

  private void run(@Nullable String command) throws IOException, InterruptedException {
    if (command == null) {
      return;
    }
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", "( " + command + "\n) 1>&2");
    builder.inheritIO();
    builder.environment().put("LEPTON_SOURCE", commands.from().toString());
    builder.environment().put("LEPTON_TARGET", commands.to().toString());
    Process process = builder.start();
    try {
      int code = process.waitFor();
      if (code != 0) {
        throw new IOException("'" + command + "' ended with exit code " + code);
      }
    } catch (InterruptedException e) {
      process.destroy();
      throw e;
    }
  }
}
