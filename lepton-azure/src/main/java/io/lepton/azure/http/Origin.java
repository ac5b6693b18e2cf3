package io.lepton.azure.http;

import java.net.URL;

/** Who a connection leads to. */
record Origin(boolean secure, String host, int port) {

  static Origin of(URL url) {
    boolean secure = url.getProtocol().equals("https");
    int port = url.getPort() < 0 ? url.getDefaultPort() : url.getPort();
    return new Origin(secure, url.getHost(), port);
  }

  /** As the Host header has it. */
  String header() {
    return port == (secure ? 443 : 80) ? host : host + ":" + port;
  }
}
