package io.lepton.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Runs commands in this process and keeps what the last one printed. */
abstract class CommandTest {
  StringWriter out = new StringWriter();
  StringWriter err = new StringWriter();

  /** Runs a command line, each word by its text; returns the exit code. */
  final int run(Object... words) {
    out = new StringWriter();
    err = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return line.execute(Stream.of(words).map(Object::toString).toArray(String[]::new));
  }
}
