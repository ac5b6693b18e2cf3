package io.lepton.gcp.client;

import com.google.api.client.http.LowLevelHttpResponse;
import io.lepton.http.HttpResponse;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer to one of Google's clients; holds its connection until it is read or disconnected. */
final class GoogleResponse extends LowLevelHttpResponse {
  private final HttpResponse answer;
  private final List<Map.Entry<String, String>> headers = new ArrayList<>();

  GoogleResponse(HttpResponse answer) {
    this.answer = answer;
    answer.headers().forEach((name, value) -> headers.add(Map.entry(name, value)));
  }

  @Override
  public InputStream getContent() {
    return answer.stream();
  }

  @Override
  public @Nullable String getContentEncoding() {
    return answer.headers().value("Content-Encoding");
  }

  /** Negative where it is not told. */
  @Override
  public long getContentLength() {
    String told = answer.headers().value("Content-Length");
    return told == null ? -1 : Long.parseLong(told);
  }

  @Override
  public @Nullable String getContentType() {
    return answer.headers().value("Content-Type");
  }

  /** Nobody needs the words beside the number. */
  @Override
  public @Nullable String getStatusLine() {
    return null;
  }

  @Override
  public int getStatusCode() {
    return answer.status();
  }

  @Override
  public @Nullable String getReasonPhrase() {
    return null;
  }

  @Override
  public int getHeaderCount() {
    return headers.size();
  }

  @Override
  public String getHeaderName(int index) {
    return headers.get(index).getKey();
  }

  @Override
  public String getHeaderValue(int index) {
    return headers.get(index).getValue();
  }

  @Override
  public void disconnect() {
    answer.close();
  }
}
