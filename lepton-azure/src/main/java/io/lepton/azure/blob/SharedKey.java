package io.lepton.azure.blob;

import com.azure.core.http.HttpHeader;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.storage.common.StorageSharedKeyCredential;
import java.net.URL;
import java.text.Collator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Signs requests with an account's key ("Authorize with Shared Key" in the service's
 * documentation), after their date was added. The service sorts headers by a collation, which costs
 * more than all the rest of a request; so the order of names that came together before is kept. A
 * request with a query, of which there are few, is left to the SDK. Thread safe.
 */
final class SharedKey implements HttpPipelinePolicy {
  /** Names of user metadata differ from object to object, without an end. */
  private static final int MOST_ORDERS = 1_000;

  private static final HttpHeaderName[] SIGNED = {
    HttpHeaderName.CONTENT_ENCODING,
    HttpHeaderName.CONTENT_LANGUAGE,
    HttpHeaderName.CONTENT_LENGTH,
    HttpHeaderName.CONTENT_MD5,
    HttpHeaderName.CONTENT_TYPE,
    HttpHeaderName.DATE,
    HttpHeaderName.IF_MODIFIED_SINCE,
    HttpHeaderName.IF_MATCH,
    HttpHeaderName.IF_NONE_MATCH,
    HttpHeaderName.IF_UNMODIFIED_SINCE,
    HttpHeaderName.RANGE
  };

  private final StorageSharedKeyCredential credential;
  private final Map<List<String>, List<String>> orders = new ConcurrentHashMap<>();

  SharedKey(StorageSharedKeyCredential credential) {
    this.credential = credential;
  }

  @Override
  public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
    sign(context.getHttpRequest());
    return next.process();
  }

  @Override
  public HttpResponse processSync(
      HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next) {
    sign(context.getHttpRequest());
    return next.processSync();
  }

  private void sign(HttpRequest request) {
    request.setHeader(HttpHeaderName.AUTHORIZATION, authorization(request));
  }

  String authorization(HttpRequest request) {
    URL url = request.getUrl();
    String method = request.getHttpMethod().toString();
    HttpHeaders headers = request.getHeaders();
    if (url.getQuery() != null) {
      return credential.generateAuthorizationHeader(url, method, headers, false);
    }
    StringBuilder text = new StringBuilder(512).append(method);
    for (HttpHeaderName name : SIGNED) {
      String value = told(headers.getValue(name));
      boolean none = name.equals(HttpHeaderName.CONTENT_LENGTH) && value.equals("0");
      text.append('\n').append(none ? "" : value);
    }
    List<String> names = new ArrayList<>();
    for (HttpHeader header : headers) {
      String name = header.getName().toLowerCase(Locale.ROOT);
      if (name.startsWith("x-ms-")) {
        names.add(name);
      }
    }
    for (String name : ordered(names)) {
      String value = told(headers.getValue(HttpHeaderName.fromString(name)));
      text.append('\n').append(name).append(':').append(value);
    }
    text.append("\n/").append(credential.getAccountName());
    text.append(url.getPath().isEmpty() ? "/" : url.getPath());
    return "SharedKey "
        + credential.getAccountName()
        + ":"
        + credential.computeHmac256(text.toString());
  }

  private static String told(@Nullable String value) {
    return value == null ? "" : value;
  }

  private List<String> ordered(List<String> names) {
    List<String> known = orders.get(names);
    if (known == null) {
      List<String> sorted = new ArrayList<>(names);
      sorted.sort(Collator.getInstance(Locale.ROOT));
      known = List.copyOf(sorted);
      if (orders.size() < MOST_ORDERS) {
        orders.put(List.copyOf(names), known);
      }
    }
    return known;
  }
}
