package io.lepton.gcp.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Several requests in the body of one ("Batch requests", Cloud Storage documentation), and the
 * several answers in its answer. Used by one thread.
 */
final class BatchBody {
  private static final String LINE = "\r\n";
  private static final Pattern BOUNDARY =
      Pattern.compile("(?i)multipart/mixed;.*boundary=\"?([^\";]+)\"?.*");

  /** The number that we gave, however the service decorates it. */
  private static final Pattern CONTENT_ID =
      Pattern.compile("(?im)^Content-ID:\\s*<?(?:response-)?(\\d{1,4})>?\\s*$");

  private static final Pattern STATUS = Pattern.compile("(?m)^HTTP/1\\.1 (\\d{3})");

  private final String boundary =
      "lepton-" + Long.toHexString(ThreadLocalRandom.current().nextLong());
  private final StringBuilder text = new StringBuilder();
  private int count;

  /** Adds a request without a body; {@code target} is its path, encoded. */
  void add(String method, String target) {
    text.append("--").append(boundary).append(LINE);
    text.append("Content-Type: application/http").append(LINE);
    text.append("Content-Transfer-Encoding: binary").append(LINE);
    text.append("Content-ID: <").append(count++).append('>').append(LINE).append(LINE);
    text.append(method).append(' ').append(target).append(" HTTP/1.1").append(LINE);
    // The last line end belongs to the boundary that follows.
    text.append("Content-Length: 0").append(LINE).append(LINE).append(LINE);
  }

  String type() {
    return "multipart/mixed; boundary=" + boundary;
  }

  /** All of it; nothing can be added afterwards. */
  byte[] bytes() {
    return text.append("--")
        .append(boundary)
        .append("--")
        .append(LINE)
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  /** One answer. */
  record Answer(int status, String content) {}

  /**
   * The answers by the number of their request, from 0; those that name none are in its order.
   *
   * @throws IOException when the type of the answer is not that of a batch
   */
  static Map<Integer, Answer> answers(String contentType, String body) throws IOException {
    Matcher type = BOUNDARY.matcher(contentType);
    if (!type.matches()) {
      throw new IOException("the answer to a batch is '" + contentType + "'");
    }
    Map<Integer, Answer> answers = new HashMap<>();
    String[] parts = body.split(Pattern.quote("--" + type.group(1)), -1);
    // The first lies before all parts, the last behind them.
    for (int i = 1; i < parts.length - 1; i++) {
      Matcher status = STATUS.matcher(parts[i]);
      if (status.find()) {
        Matcher id = CONTENT_ID.matcher(parts[i]).region(0, status.start());
        int number = id.find() ? Integer.parseInt(id.group(1)) : i - 1;
        String[] headAndContent = parts[i].substring(status.start()).split("\r?\n\r?\n", 2);
        answers.put(
            number,
            new Answer(
                Integer.parseInt(status.group(1)),
                headAndContent.length < 2 ? "" : headAndContent[1].strip()));
      }
    }
    return answers;
  }
}
