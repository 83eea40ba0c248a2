package dev.sluice.server.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A webhook's post over HTTP/1.1. It follows no redirect, and reads nothing of an answer but its
/// status. The client is made for the first message: most gateways send none.
final class HttpWebhookPost implements WebhookPost, AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(3);

  private @Nullable HttpClient client;

  private synchronized HttpClient client() {
    HttpClient httpClient = client;
    if (httpClient == null) {
      httpClient =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(CONNECT)
              .build();
      client = httpClient;
    }
    return httpClient;
  }

  @Override
  public int post(URI url, Map<String, String> headers, byte[] body, Duration timeout)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(timeout)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    HttpResponse<InputStream> answer =
        client().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    answer.body().close();
    return answer.statusCode();
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.shutdownNow();
    }
  }
}
