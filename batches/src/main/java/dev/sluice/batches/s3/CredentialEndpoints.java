package dev.sluice.batches.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.config.provider.Origin;
import dev.sluice.config.provider.WayOut;
import dev.sluice.provider.auth.ClientIo;
import dev.sluice.provider.auth.CredentialClock;
import dev.sluice.provider.auth.CredentialException;
import dev.sluice.provider.auth.TokenAnswer;
import dev.sluice.provider.auth.TokenRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// The endpoints that give keys of AWS: the machine's own directly, all others over TLS and the
/// same way as S3. Each request has a client of its own: there are a few a day.
final class CredentialEndpoints implements ClientIo.Endpoints {
  private static final Duration LOCAL_CONNECT = Duration.ofSeconds(1);
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final int MOST = 1 << 20;
  private static final int REDIRECT = 300;
  private static final int CLIENT_ERROR = 400;
  private static final int SERVER_ERROR = 500;
  private static final int HTTPS = 443;

  private final WayOut way;
  private final CredentialClock clock;

  CredentialEndpoints(WayOut way, CredentialClock clock) {
    this.way = way;
    this.clock = clock;
  }

  @Override
  public TokenAnswer send(TokenRequest request) throws CredentialException, InterruptedException {
    URI url = request.url();
    boolean tls = "https".equalsIgnoreCase(url.getScheme());
    boolean here = request.local() || isLoopback(url);
    requireSafe(request, here || tls);
    try (HttpClient client =
        here ? HttpClients.of(WayOut.DIRECT, LOCAL_CONNECT) : HttpClients.of(way, CONNECT)) {
      return answer(client, request, tls);
    } catch (IOException | IllegalArgumentException e) {
      throw CredentialException.temporary(
          request.endpoint() + " did not answer: " + e.getClass().getSimpleName());
    }
  }

  private static void requireSafe(TokenRequest request, boolean safe) throws CredentialException {
    if (!safe) {
      throw CredentialException.refused(
          "the endpoint " + request.endpoint() + " has no https, and would be told a secret");
    }
  }

  private static boolean isLoopback(URI url) throws CredentialException {
    String host = url.getHost();
    if (host == null) {
      throw CredentialException.refused("an endpoint of credentials names no host");
    }
    return new Origin(false, host.replaceAll("[\\[\\]]", ""), HTTPS, true).isLoopback();
  }

  private TokenAnswer answer(HttpClient client, TokenRequest request, boolean tls)
      throws CredentialException, IOException, InterruptedException {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(request.url())
            .timeout(ANSWER)
            .header("user-agent", "sluice")
            .method(
                request.method(),
                request.body().isEmpty()
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(request.body()));
    request.headers().forEach(builder::header);
    HttpResponse<ArrivingBody> answer = client.send(builder.build(), _ -> new ArrivingBody(ANSWER));
    try (ArrivingBody body = answer.body()) {
      int status = answer.statusCode();
      if (status >= REDIRECT && status < CLIENT_ERROR) {
        throw CredentialException.refused(
            request.endpoint() + " answered with a redirect, which is not followed");
      }
      Map<String, String> headers = headers(answer);
      if (tls && status >= CLIENT_ERROR && status < SERVER_ERROR) {
        boolean _ = clock.learn(headers.getOrDefault("date", ""));
      }
      return new TokenAnswer(status, headers, new String(body.all(MOST), UTF_8));
    }
  }

  private static Map<String, String> headers(HttpResponse<?> answer) {
    Map<String, String> headers = new HashMap<>();
    answer
        .headers()
        .map()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    return headers;
  }
}
