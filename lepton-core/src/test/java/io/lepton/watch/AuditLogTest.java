package io.lepton.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditLogTest {
  private static final Map<String, String> DIGEST = Map.of("image", "sha256:" + "ab".repeat(32));

  private Path folder = Path.of("");
  private AuditLog log = log();

  @BeforeEach
  void open(@TempDir Path empty) {
    folder = empty;
    log = log();
  }

  @Test
  void entriesFollowFromEachOther() {
    AuditEntry first = log.append("transfer", "s3://a/", Map.of(), "3 objects");
    AuditEntry second = log.append("verdict", "digits/r1", DIGEST, "kept");

    assertThat(first.sequence()).isEqualTo(1);
    assertThat(second.previous()).isEqualTo(first.hash());
    assertThat(second.actor()).isEqualTo("ada@engine");
    assertThat(AuditLog.verify(log.file()))
        .isEqualTo(new AuditCheck(2, second.hash(), java.util.Optional.empty()));
  }

  @Test
  void logThatDoesNotExistIsIntactAndEmpty() {
    assertThat(AuditLog.verify(folder.resolve("none")).entries()).isZero();
    assertThat(AuditLog.verify(folder.resolve("none")).intact()).isTrue();
  }

  @Test
  void everyChangedByteOfEveryLineIsFoundAndNamed() throws Exception {
    for (int i = 0; i < 3; i++) {
      log.append("step " + i, "digits", DIGEST, "done");
    }
    byte[] whole = Files.readAllBytes(log.file());
    int line = 1;
    for (int at = 0; at < whole.length; at++) {
      byte[] changed = whole.clone();
      changed[at] ^= 1;
      Files.write(log.file(), changed);

      AuditCheck check = AuditLog.verify(log.file());

      assertThat(check.broken()).as("byte " + at).isPresent();
      assertThat(check.broken().get().line()).as("byte " + at).isEqualTo(line);
      if (whole[at] == '\n') {
        line++;
      }
    }
  }

  @Test
  void lineThatIsTakenOutOrMovedIsFound() throws Exception {
    for (int i = 0; i < 4; i++) {
      log.append("step " + i, "digits", Map.of(), "");
    }
    List<String> lines = Files.readAllLines(log.file());

    write(List.of(lines.get(0), lines.get(2), lines.get(3)));
    assertThat(AuditLog.verify(log.file()).broken().orElseThrow().line()).isEqualTo(2);

    write(List.of(lines.get(1), lines.get(0), lines.get(2), lines.get(3)));
    assertThat(AuditLog.verify(log.file()).broken().orElseThrow().line()).isEqualTo(1);

    write(List.of(lines.get(0), lines.get(1).replace("}", ",\"forged\":true}")));
    assertThat(AuditLog.verify(log.file()).broken().orElseThrow().line()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 20, 100})
  void lastLineThatACrashCutIsMendedAndTheMendIsTold(int left) throws Exception {
    log.append("first", "digits", Map.of(), "");
    String whole = Files.readString(log.file());
    Files.writeString(log.file(), whole.substring(0, left), StandardOpenOption.APPEND);
    assertThat(AuditLog.verify(log.file()).intact()).isFalse();

    log.append("second", "digits", Map.of(), "");

    assertThat(AuditLog.verify(log.file()).intact()).isTrue();
    assertThat(Files.readAllLines(log.file())).hasSize(3);
    assertThat(Files.readAllLines(log.file()).get(1)).contains("mend").contains(left + " bytes");
  }

  @Test
  void brokenWholeLineIsNeverWrittenAfter() throws Exception {
    log.append("first", "digits", Map.of(), "");
    Files.writeString(log.file(), "{\"sequence\":2}\n", StandardOpenOption.APPEND);
    byte[] before = Files.readAllBytes(log.file());

    assertThatThrownBy(() -> log.append("second", "digits", Map.of(), ""))
        .isInstanceOf(AuditException.class)
        .hasMessageContaining("the last line");
    assertThat(Files.readAllBytes(log.file())).isEqualTo(before);
  }

  @Test
  void writersOfSeveralThreadsAndLogsWaitForEachOther() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        AuditLog own = log();
        writers.add(
            threads.submit(
                () -> {
                  for (int k = 0; k < 10; k++) {
                    own.append("write", "digits", Map.of(), "entry " + k);
                  }
                }));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(AuditLog.verify(log.file()).intact()).isTrue();
    assertThat(AuditLog.verify(log.file()).entries()).isEqualTo(40);
  }

  @Test
  void credentialsNeverReachTheFile() throws Exception {
    String token = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    log.append(
        "deploy password=hunter2",
        "https://ada:hunter2@registry/digits?X-Amz-Signature=abcdef0123",
        Map.of("token", token, "image", "sha256:" + token),
        "Authorization: Bearer "
            + token
            + " AKIAIOSFODNN7EXAMPLE AccountKey=aHVudGVyMg== "
            + token);

    String text = Files.readString(log.file());
    assertThat(text)
        .doesNotContain("hunter2")
        .doesNotContain("abcdef0123")
        .doesNotContain("AKIAIOSFODNN7EXAMPLE")
        .doesNotContain("aHVudGVyMg")
        .contains("\"image\":\"sha256:" + token);
    assertThat(text.split(token, -1)).as("the digest alone").hasSize(2);
  }

  private AuditLog log() {
    return new AuditLog(
        folder.resolve("state/audit.jsonl"),
        Clock.fixed(Instant.parse("2026-11-21T07:00:00Z"), ZoneOffset.UTC),
        "ada@engine");
  }

  private void write(List<String> lines) throws IOException {
    Files.writeString(log.file(), String.join("\n", lines) + "\n");
  }
}
