package io.lepton.azure.http;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeader;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import io.lepton.http.BlockingHttpClient;
import io.lepton.http.Origin;
import io.lepton.http.RequestBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.ByteBuffer;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The end of the SDK's pipeline: a {@link BlockingHttpClient}, whose failures become {@link
 * UncheckedIOException}s. Thread safe.
 */
public final class PipelineClient implements HttpClient, AutoCloseable {
  private final BlockingHttpClient client;

  /** Sends through {@code client}, and closes it in the end. */
  public PipelineClient(BlockingHttpClient client) {
    this.client = client;
  }

  @Override
  public Mono<HttpResponse> send(HttpRequest request) {
    return Mono.fromCallable(() -> sendSync(request, Context.NONE))
        .subscribeOn(Schedulers.boundedElastic());
  }

  @Override
  public HttpResponse sendSync(HttpRequest request, Context context) {
    BinaryData body = request.getBodyAsBinaryData();
    try {
      if (body == null) {
        return new PipelineResponse(request, client.send(head(request)));
      }
      try (InputStream content = body.toStream()) {
        return new PipelineResponse(
            request,
            client.send(head(request).body(new StreamBody(content, length(request, body)))));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static io.lepton.http.HttpRequest head(HttpRequest request) {
    URL url = request.getUrl();
    String file = url.getFile();
    io.lepton.http.HttpRequest head =
        new io.lepton.http.HttpRequest(
            request.getHttpMethod().toString(),
            Origin.of(url.getProtocol(), url.getHost(), url.getPort()),
            file.isEmpty() ? "/" : file);
    for (HttpHeader header : request.getHeaders()) {
      String name = header.getName();
      if (!name.equalsIgnoreCase("Content-Length") && !name.equalsIgnoreCase("Host")) {
        for (String value : header.getValuesList()) {
          head.header(name, value);
        }
      }
    }
    return head;
  }

  private static long length(HttpRequest request, BinaryData body) throws IOException {
    Long length = body.getLength();
    if (length != null) {
      return length;
    }
    String told = request.getHeaders().getValue(HttpHeaderName.CONTENT_LENGTH);
    if (told == null || !told.matches("\\d{1,18}")) {
      throw new IOException("a body must tell its length");
    }
    return Long.parseLong(told);
  }

  /** Closes idle connections at once and the others when they are done. */
  @Override
  public void close() {
    client.close();
  }

  /** The SDK's stream. */
  private record StreamBody(InputStream content, long sizeBytes) implements RequestBody {

    @Override
    public int read(ByteBuffer target) throws IOException {
      byte[] bytes = content.readNBytes(target.remaining());
      target.put(bytes);
      return bytes.length == 0 ? -1 : bytes.length;
    }
  }
}
