package io.lepton.serving.http;

import io.lepton.serving.protocol.ProtocolException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;

/** How a body is compressed; {@code deflate} is the zlib format, as HTTP defines it. */
public enum ContentCoding {
  IDENTITY,
  GZIP,
  DEFLATE;

  /** Bodies below this size gain nothing. */
  private static final int WORTH_COMPRESSING_BYTES = 1024;

  /**
   * The coding that a {@code Content-Encoding} header names.
   *
   * @throws ProtocolException 415 when it is none of these
   */
  public static ContentCoding named(String header) {
    return switch (header.trim().toLowerCase(Locale.ROOT)) {
      case "", "identity" -> IDENTITY;
      case "gzip", "x-gzip" -> GZIP;
      case "deflate" -> DEFLATE;
      default ->
          throw new ProtocolException(
              415, "Content-Encoding '" + header + "' is not supported; use gzip or deflate");
    };
  }

  /** The best coding that an {@code Accept-Encoding} header allows. */
  public static ContentCoding accepted(String header) {
    ContentCoding best = IDENTITY;
    for (String entry : header.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = entry.trim().split(";", -1);
      if (parts.length > 1 && parts[1].trim().matches("q=0(\\.0*)?")) {
        continue;
      }
      if (parts[0].trim().equals("gzip")) {
        return GZIP;
      }
      if (parts[0].trim().equals("deflate")) {
        best = DEFLATE;
      }
    }
    return best;
  }

  /**
   * Decompresses.
   *
   * @throws ProtocolException 413 when the result is longer than {@code maxBytes}; 400 when {@code
   *     body} is not of this coding
   */
  public byte[] decode(byte[] body, int maxBytes) {
    if (this == IDENTITY) {
      return body;
    }
    try (InputStream plain = decoder(new ByteArrayInputStream(body))) {
      byte[] bytes = plain.readNBytes(maxBytes);
      if (bytes.length == maxBytes && plain.read() >= 0) {
        throw new ProtocolException(
            413, "the decompressed body is larger than " + maxBytes + " bytes");
      }
      return bytes;
    } catch (IOException e) {
      throw new ProtocolException(
          400, "the body is no valid " + name().toLowerCase(Locale.ROOT) + ": " + e.getMessage());
    }
  }

  /** Compresses an answer where that is worth it. */
  public Answer encode(Answer answer) {
    if (this == IDENTITY || answer.body().length < WORTH_COMPRESSING_BYTES) {
      return answer;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(answer.body().length / 2);
    try (OutputStream out = encoder(bytes)) {
      out.write(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Answer(answer.status(), answer.headers(), bytes.toByteArray())
        .with("Content-Encoding", name().toLowerCase(Locale.ROOT));
  }

  /** The body of {@code answer} as it was before compression. */
  public static byte[] plainBody(Answer answer, int maxBytes) {
    Optional<String> coding = answer.header("Content-Encoding");
    return named(coding.orElse("")).decode(answer.body(), maxBytes);
  }

  private InputStream decoder(InputStream in) throws IOException {
    return switch (this) {
      case IDENTITY -> in;
      case GZIP -> new GZIPInputStream(in);
      case DEFLATE -> new InflaterInputStream(in);
    };
  }

  private OutputStream encoder(OutputStream out) throws IOException {
    return switch (this) {
      case IDENTITY -> out;
      case GZIP -> new GZIPOutputStream(out);
      case DEFLATE -> new DeflaterOutputStream(out);
    };
  }
}
