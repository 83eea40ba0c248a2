package dev.sluice.batches.s3;

import dev.sluice.config.provider.ProxyConfig;
import dev.sluice.config.provider.WayOut;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executors;

/// Clients of the JDK's over HTTP/1.1 that follow no redirect.
final class HttpClients {
  private HttpClients() {}

  /// A client whose connections go a way.
  static HttpClient of(WayOut way, Duration connect) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .connectTimeout(connect)
            .proxy(way.proxy().map(HttpClients::through).orElse(HttpClient.Builder.NO_PROXY));
    way.tls()
        .ifPresent(
            tls -> {
              HttpClient.Builder _ =
                  builder.sslContext(tls.context()).sslParameters(tls.parameters());
            });
    return builder.build();
  }

  private static ProxySelector through(ProxyConfig proxy) {
    return ProxySelector.of(InetSocketAddress.createUnresolved(proxy.host(), proxy.port()));
  }
}
