package io.lepton.cli;

import io.lepton.Lepton;
import io.lepton.cli.demo.DemoClient;
import io.lepton.cli.demo.DemoWorld;
import io.lepton.config.InputException;
import io.lepton.migrate.Migration;
import io.lepton.migrate.MigrationReport;
import io.lepton.watch.ReportData;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Makes a small world and migrates it. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    header = "Makes a small world to migrate, then plans and applies an example, for real.",
    description = {
      "",
      "NAME is digits (drawn here, the default) or mnist (handwriting from the folder of "
          + "IDX files that the variable LEPTON_MNIST names). The world is made in "
          + "examples/digits/world."
    })
final class DemoCommand implements Callable<Integer> {
  private static final int REQUESTS_PER_SECOND = 20;
  private static final Pattern LABEL =
      Pattern.compile("\"name\":\"label\".*?\"data\":\\[\"([^\"]*)\"");

  @Mixin private final Console console = new Console();

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      defaultValue = "digits",
      description = "digits or mnist.")
  private DemoWorld.Kind kind = DemoWorld.Kind.DIGITS;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path examples =
        Path.of(System.getProperty("lepton.home", "")).toAbsolutePath().resolve("examples/digits");
    if (!Files.isDirectory(examples)) {
      throw new InputException(
          examples + " is not there; run ./lepton demo from a checkout of Lepton");
    }
    DemoWorld world =
        DemoWorld.of(
            kind,
            examples.resolve("world").resolve(kind.title()),
            Optional.ofNullable(System.getenv(DemoWorld.MNIST_VARIABLE)).map(Path::of));
    head("The world before");
    world.make(console::line);
    URI gateway = startOldService(world);
    URI infer = URI.create(gateway + "/v2/models/" + kind.title() + "/infer");
    Path file =
        examples.resolve(
            switch (kind) {
              case DIGITS -> "migration.yaml";
              case MNIST -> "mnist.yaml";
            });
    int code;
    try (DemoClient client = DemoClient.start(infer, world.requests(), REQUESTS_PER_SECOND)) {
      head("The migration, with " + REQUESTS_PER_SECOND + " requests a second going on");
      run("plan", file);
      code = run("apply", file);
      client.close();
      head("The world after");
      console.line(
          "clients sent %,d requests meanwhile; %,d failed%s"
              .formatted(
                  client.asked(),
                  client.failed(),
                  client.firstFailure().map(why -> ", the first with " + why).orElse("")));
      if (code == ExitCode.DONE || code == ExitCode.WARNINGS) {
        String answer = client.once(infer, world.newRequest());
        console.line(
            "asked at %s to read a %d in the new style, the service says %s"
                .formatted(infer, world.newDigit(), label(answer)));
      }
      code = client.failed() > 0 && code == ExitCode.DONE ? ExitCode.FAILED : code;
    }
    Path shown = shown(file);
    console.line("");
    console.line("lepton status   " + shown + "   # how far it is; is the audit log whole?");
    console.line("lepton rollback " + shown + "   # traffic back on the old service");
    console.line("lepton destroy  " + shown + "   # takes it all down");
    return code;
  }

  private URI startOldService(DemoWorld world) throws InterruptedException {
    try (Lepton lepton = Lepton.discover();
        ProgressDisplay progress = ProgressDisplay.on(console)) {
      MigrationReport before = lepton.apply(lepton.plan(Migration.read(world.before())), progress);
      URI gateway =
          before
              .data()
              .rollout()
              .map(ReportData.Rollout::deployment)
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "the old service did not start: " + before.verdict().reason()))
              .gateway();
      console.line("the old service is live at " + gateway);
      return gateway;
    }
  }

  private int run(String command, Path file) {
    console.styled("%n@|bold $ lepton %s %s|@".formatted(command, shown(file)));
    return console.quiet()
        ? Main.commandLine().execute(command, "--quiet", file.toString())
        : Main.commandLine().execute(command, file.toString());
  }

  private void head(String title) {
    console.styled("%n@|bold,underline %s|@".formatted(title));
  }

  private static Path shown(Path file) {
    Path here = Path.of("").toAbsolutePath();
    return file.startsWith(here) ? here.relativize(file) : file;
  }

  private static String label(String answer) {
    Matcher matcher = LABEL.matcher(answer);
    return matcher.find() ? matcher.group(1) : answer;
  }
}
