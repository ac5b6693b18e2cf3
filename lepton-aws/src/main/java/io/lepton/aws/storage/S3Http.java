package io.lepton.aws.storage;

import io.lepton.aws.client.AwsClients;
import io.lepton.aws.client.RequestSigner;
import io.lepton.aws.client.S3Endpoints.Target;
import io.lepton.http.HttpDate;
import io.lepton.http.HttpHeaders;
import io.lepton.http.HttpRequest;
import io.lepton.http.HttpResponse;
import io.lepton.http.RequestBody;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests about one bucket straight over the wire: the SDK's pipeline costs several times
 * what they do. Each is sent once, and once more where S3 says that the bucket is in another
 * region. Thread safe.
 */
final class S3Http {
  /** A large body that is refused need not be sent; a small one is quicker sent than asked for. */
  private static final long ASK_BEFORE_BYTES = 4L << 20;

  private final AwsClients clients;
  private final String bucket;
  private final Optional<String> payer;

  S3Http(AwsClients clients, S3Bucket bucket) {
    this.clients = clients;
    this.payer = clients.requestPayer();
    this.bucket = bucket.name();
  }

  /**
   * An answer that is none of an error; the caller closes it.
   *
   * @throws S3Refusal for one that is
   * @throws UncheckedIOException when none came
   */
  HttpResponse open(S3Call call) {
    Target target = clients.s3Endpoints().of(bucket);
    try {
      Answer answer = send(call, target);
      if (answer.isSuccess()) {
        return answer.response();
      }
      S3Refusal refusal = refusal(answer);
      // Another request may have been told before.
      if (!refusal.redirects()
          || (!clients.s3Endpoints().moved(bucket, refusal.region())
              && clients.s3Endpoints().of(bucket).equals(target))) {
        throw refusal;
      }
      answer = send(call, clients.s3Endpoints().of(bucket));
      if (answer.isSuccess()) {
        return answer.response();
      }
      throw refusal(answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What came of a request, and how that was dated. */
  private record Answer(HttpResponse response, Instant dated) {
    boolean isSuccess() {
      return response.status() / 100 == 2;
    }
  }

  private Answer send(S3Call call, Target target) throws IOException {
    String path = target.path() + call.target();
    HttpRequest request =
        new HttpRequest(call.method(), target.origin(), path.startsWith("/") ? path : "/" + path);
    call.headers().forEach(request::header);
    payer.ifPresent(who -> request.header(AwsClients.PAYER_HEADER, who));
    Instant dated =
        clients.signer().sign(request, target.region(), target.service(), call.payload());
    Supplier<RequestBody> content = call.body();
    if (content != null) {
      RequestBody body = content.get();
      request.body(body);
      if (body.sizeBytes() >= ASK_BEFORE_BYTES) {
        request.askingFirst();
      }
    }
    return new Answer(clients.contentHttp().send(request), dated);
  }

  private S3Refusal refusal(Answer answer) {
    S3Refusal refusal = S3Refusal.read(answer.response());
    Optional<Instant> now = time(answer.response().headers());
    boolean silent = refusal.status() == 403 && refusal.code().isEmpty();
    boolean skewed =
        refusal.code().equals(S3Refusal.SKEWED)
            || (silent
                && now.filter(time -> RequestSigner.isSkewed(answer.dated(), time)).isPresent());
    if (skewed) {
      now.ifPresent(clients.signer()::follow);
    }
    // The answer to HEAD does not say why.
    return skewed && silent ? refusal.as(S3Refusal.SKEWED) : refusal;
  }

  /** Sends a request and tells the headers of its answer. */
  HttpHeaders send(S3Call call) {
    try (HttpResponse answer = open(call)) {
      return answer.headers();
    }
  }

  /** Sends a request and tells what its answer, a flat document, says. */
  Document ask(S3Call call) {
    try (HttpResponse answer = open(call)) {
      Map<String, String> fields = S3Xml.fields(answer.stream());
      if ("Error".equals(fields.get(S3Xml.ROOT))) {
        // Some requests are answered 200 before their outcome is known.
        throw S3Refusal.of(500, answer.headers(), fields);
      }
      return new Document(answer.headers(), fields);
    } catch (XMLStreamException e) {
      throw new UncheckedIOException(
          new IOException("the answer is not complete: " + e.getMessage(), e));
    }
  }

  /** An answer's headers, and the texts of its elements. */
  record Document(HttpHeaders headers, Map<String, String> fields) {
    @Nullable String field(String name) {
      return fields.get(name);
    }
  }

  /** When S3 answered, which is the nearest to the time of a write that it tells. */
  static Optional<Instant> time(HttpHeaders headers) {
    return time(headers.value("Date"));
  }

  /** A time as headers have it; empty when it is missing or none. */
  static Optional<Instant> time(@Nullable String rfc1123) {
    try {
      return rfc1123 == null ? Optional.empty() : Optional.of(HttpDate.parse(rfc1123));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
