package io.lepton.cli.archive;

import io.lepton.cli.Main;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Lists the classes of a transfer for the class archive: {@code Rehearsal LIST} starts a virtual
 * machine on the same class path and has it move small objects between a folder and three rehearsed
 * clouds on loopback, one of them over TLS. Its exit code is the highest of these transfers;
 * whatever it is, the list holds the classes that they met, and a start without them is only
 * slower.
 */
public final class Rehearsal {
  private static final String PLAY = "--play";
  private static final String LAMBDA = "@lambda-proxy ";
  private static final int THREADS = 8;
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String IDENTITY = "identity.p12";
  private static final String PASSWORD = "rehearsal";

  private Rehearsal() {}

  /** Makes the list, or plays, in the other machine, what is listed. */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length == 2 && args[0].equals(PLAY)) {
      play(Path.of(args[1]));
      return;
    }
    if (args.length != 1) {
      System.err.println("usage: Rehearsal LIST");
      System.exit(2);
    }
    System.exit(list(args[0]));
  }

  /** Makes the list; answers the highest exit code of the transfers. */
  static int list(String list) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("lepton-rehearsal");
    try (RehearsedClouds clouds = RehearsedClouds.start(identity(folder.resolve(IDENTITY)))) {
      Files.writeString(Files.createDirectory(folder.resolve("from")).resolve("object"), "sample");
      return record(folder, clouds, list);
    } finally {
      delete(folder);
    }
  }

  /** Of this machine; null where the JDK's tool for it is missing. */
  private static @Nullable SSLContext identity(Path store)
      throws IOException, InterruptedException {
    String make =
        "-genkeypair -alias rehearsal -dname CN=rehearsal -ext san=ip:127.0.0.1 -keyalg RSA"
            + " -validity 2 -storetype PKCS12 -storepass "
            + PASSWORD;
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(make.split(" ", -1)));
    command.addAll(List.of("-keystore", store.toString()));
    try (InputStream in = made(command, store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, PASSWORD.toCharArray());
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(keys, PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(factory.getKeyManagers(), null, null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      System.err.println("TLS is not rehearsed: " + e.getMessage());
      return null;
    }
  }

  private static InputStream made(List<String> command, Path store)
      throws IOException, InterruptedException {
    Process keytool =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    ended(keytool, LIMIT);
    return Files.newInputStream(store);
  }

  private static int record(Path folder, RehearsedClouds clouds, String list)
      throws IOException, InterruptedException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:off",
            "-XX:DumpLoadedClassList=" + list,
            "-XX:TieredStopAtLevel=1",
            "-Dlepton.quick-aes=true",
            "-Djavax.net.ssl.trustStore=" + folder.resolve(IDENTITY),
            "-Djavax.net.ssl.trustStorePassword=" + PASSWORD,
            "-cp",
            System.getProperty("java.class.path"),
            Rehearsal.class.getName(),
            PLAY,
            folder.toString());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    Map<String, String> environment = builder.environment();
    environment.put("LEPTON_HOME", folder.resolve("home").toString());
    environment.putAll(clouds.environment());
    int exit = ended(builder.start(), LIMIT);
    if (Files.exists(Path.of(list))) {
      Files.write(Path.of(list), archivable(Files.readAllLines(Path.of(list))));
    }
    return exit;
  }

  /** The exit code of a process, which is killed when it takes longer than {@code limit}. */
  static int ended(Process process, Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly().waitFor();
    }
    return process.exitValue();
  }

  /**
   * What of a list goes into the archive.
   *
   * <p>The virtual machine of JDK 17 crashes over an archive of the Azure SDK's classes. No
   * transfer of Azure meets them but for identities; this makes sure.
   *
   * <p>Each lambda goes in {@value #THREADS} times: an archived one is handed out once, and threads
   * that come to it together each take one, or make it anew.
   */
  static List<String> archivable(List<String> classes) {
    return classes.stream()
        .filter(line -> !line.startsWith("com/azure/") && !line.contains(" com/azure/"))
        .flatMap(line -> Collections.nCopies(line.startsWith(LAMBDA) ? THREADS : 1, line).stream())
        .toList();
  }

  private static void play(Path folder) {
    String source = folder.resolve("from").toUri().toString();
    String encrypted = folder.resolve("encrypted").toUri().toString();
    String keyset = folder.resolve("keyset.json").toString();
    String[][] pairs = {
      {source, folder.resolve("to").toUri().toString()},
      {source, "s3://to"},
      {"s3://from", "s3://to"},
      {"s3://from", "gs://to", "--max-size=1MB"},
      {"gs://from", folder.resolve("gs").toUri().toString()},
      {"s3://from", "az://to"},
      {"az://from", folder.resolve("az").toUri().toString()},
      {"s3://from", "s3://to", "--max-size=1MB", "--encrypt=" + keyset},
      {source, encrypted, "--encrypt=" + keyset},
      {encrypted, folder.resolve("decrypted").toUri().toString(), "--decrypt=" + keyset},
    };
    // Before anything else asks for a cipher or a random number, as in a start of the command.
    int worst = Main.run("keyset", "create", keyset);
    for (String[] pair : pairs) {
      String[] sync =
          Stream.concat(Stream.of("sync", "--quiet"), Stream.of(pair)).toArray(String[]::new);
      worst = Math.max(worst, Main.run(sync));
    }
    System.exit(worst);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
