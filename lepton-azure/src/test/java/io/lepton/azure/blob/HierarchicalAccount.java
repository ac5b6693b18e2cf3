package io.lepton.azure.blob;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lepton.azure.AzureProvider;
import io.lepton.spi.CloudBackends;
import io.lepton.spi.ProviderConfig;
import io.lepton.testkit.server.AzuriteServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * The listings of an account with a hierarchical namespace, which the emulator has none of: folders
 * are entries, every entry tells its type, and the order is that of the segments of paths, so that
 * all of {@code a/} lies before {@code a-b} (azure-sdk-for-go, issue 24210). {@code startFrom} may
 * name any path of a listing of all levels, and one segment in that of a folder.
 */
final class HierarchicalAccount implements AutoCloseable {
  private static final Comparator<String> SEGMENTS =
      (one, two) -> Arrays.compare(one.split("/", -1), two.split("/", -1));

  private @Nullable HttpServer server;
  private final NavigableMap<String, Boolean> files = new TreeMap<>(SEGMENTS);
  private final AtomicInteger requests = new AtomicInteger();

  HierarchicalAccount(Collection<String> keys) {
    for (String key : keys) {
      for (int slash = key.indexOf('/'); slash > 0; slash = key.indexOf('/', slash + 1)) {
        files.put(key.substring(0, slash), false);
      }
      files.put(key, true);
    }
  }

  /** Backends that reach it, once it listens. */
  CloudBackends backends() {
    String endpoint = "http://127.0.0.1:" + started().getAddress().getPort();
    return new AzureProvider()
        .open(
            new ProviderConfig(
                Map.of("AZURE_STORAGE_CONNECTION_STRING", AzuriteServer.connectionString(endpoint)),
                Path.of("unused")));
  }

  private HttpServer started() {
    try {
      HttpServer started =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
      started.createContext("/", this::answer);
      started.start();
      server = started;
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int requests() {
    return requests.get();
  }

  /** The page that a request with this query is answered with. */
  XmlListing.Page listed(Map<String, String> query) {
    try {
      return XmlListing.read(
          new ByteArrayInputStream(page(query).getBytes(StandardCharsets.UTF_8)), "");
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    byte[] body = page(query(exchange)).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> query = new HashMap<>();
    for (String field : exchange.getRequestURI().getRawQuery().split("&", -1)) {
      String[] pair = field.split("=", 2);
      query.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
    }
    return query;
  }

  private String page(Map<String, String> query) {
    String prefix = query.getOrDefault("prefix", "");
    boolean oneLevel = query.containsKey("delimiter");
    String start = query.getOrDefault("startFrom", "");
    if (oneLevel && start.startsWith(prefix)) {
      start = prefix + start.substring(prefix.length()).split("/", 2)[0];
    }
    NavigableMap<String, Boolean> from = start.isEmpty() ? files : files.tailMap(start, true);
    String marker = query.get("marker");
    List<Map.Entry<String, Boolean>> entries =
        (marker == null ? from : files.tailMap(marker, false))
            .entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .filter(entry -> !oneLevel || entry.getKey().indexOf('/', prefix.length()) < 0)
                .toList();
    int most = Math.min(entries.size(), Integer.parseInt(query.get("maxresults")));
    StringBuilder xml =
        new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?><EnumerationResults><Blobs>");
    entries.subList(0, most).forEach(entry -> append(xml, entry, oneLevel));
    String next = most < entries.size() ? entries.get(most - 1).getKey() : "";
    return xml.append("</Blobs><NextMarker>")
        .append(next)
        .append("</NextMarker></EnumerationResults>")
        .toString();
  }

  private static void append(StringBuilder xml, Map.Entry<String, Boolean> entry, boolean level) {
    String name = entry.getKey().replace("&", "&amp;");
    boolean file = entry.getValue();
    String element = !file && level ? "BlobPrefix" : "Blob";
    xml.append('<').append(element).append("><Name>").append(name);
    xml.append(element.equals("Blob") ? "" : "/").append("</Name><Properties>");
    xml.append("<Last-Modified>Tue, 01 Sep 2026 08:00:00 GMT</Last-Modified><Etag>0x8DE</Etag>");
    xml.append("<ResourceType>").append(file ? "file" : "directory").append("</ResourceType>");
    xml.append("<Content-Length>").append(file ? 5 : 0).append("</Content-Length></Properties>");
    xml.append(file ? "" : "<Metadata><hdi_isfolder>true</hdi_isfolder></Metadata>");
    xml.append("</").append(element).append('>');
  }

  @Override
  public void close() {
    if (server != null) {
      server.stop(0);
    }
  }
}
