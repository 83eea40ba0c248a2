package dev.sluice.server.people;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.sluice.server.config.OidcConfig;
import dev.sluice.server.jwt.NamedAuthorities;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Requests to an OpenID provider, over HTTP/1.1: bounded in time and size, and without redirects,
/// since the addresses are those that it has named. Safe for any thread that may wait.
final class IdentityProviderHttp {
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int LARGEST = 1 << 20;
  private static final int OK = 200;

  private final OidcConfig.Registration provider;
  private @Nullable HttpClient client;

  /// What a provider has answered.
  record Answer(int status, Map<String, Object> json) {
    boolean isOk() {
      return status == OK;
    }

    /// The value of a member that is a text; empty for none.
    String text(String name) {
      return json.get(name) instanceof String text ? text : "";
    }
  }

  IdentityProviderHttp(OidcConfig.Registration provider) {
    this.provider = provider;
  }

  Answer get(URI url) throws LoginFailed, InterruptedException {
    return send(request(url).GET().build());
  }

  /// Posts a form as this client.
  ///
  /// @param basic whether the client's secret is sent as a header, not in the form
  Answer post(URI url, Map<String, String> form, boolean basic)
      throws LoginFailed, InterruptedException {
    HttpRequest.Builder request =
        request(url).header("content-type", "application/x-www-form-urlencoded");
    String body =
        form.entrySet().stream()
            .map(field -> field.getKey() + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    String who = "&client_id=" + encoded(provider.client());
    if (provider.secret().isEmpty()) {
      return send(request.POST(HttpRequest.BodyPublishers.ofString(body + who)).build());
    }
    String secret = encoded(provider.secret().get().reveal());
    if (basic) {
      String pair = encoded(provider.client()) + ":" + secret;
      String header = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
      return send(
          request
              .header("authorization", "Basic " + header)
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build());
    }
    String whole = body + who + "&client_secret=" + secret;
    return send(request.POST(HttpRequest.BodyPublishers.ofString(whole)).build());
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static HttpRequest.Builder request(URI url) {
    return HttpRequest.newBuilder(url).timeout(PATIENCE).header("accept", "application/json");
  }

  private Answer send(HttpRequest request) throws LoginFailed, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answer = null;
    try {
      answer =
          client()
              .sendAsync(
                  request,
                  HttpResponse.BodyHandlers.limiting(
                      HttpResponse.BodyHandlers.ofByteArray(), LARGEST));
      HttpResponse<byte[]> got = answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(got.statusCode(), json(got.body()));
    } catch (TimeoutException late) {
      throw LoginFailed.ofProvider("takes longer than " + PATIENCE.toSeconds() + " s: try again");
    } catch (IOException | ExecutionException away) {
      throw LoginFailed.ofProvider(
          "cannot be reached at " + request.uri().getAuthority() + ": try again later");
    } finally {
      if (answer != null) {
        answer.cancel(true);
      }
    }
  }

  private static Map<String, Object> json(byte[] body) {
    try {
      return JSONObjectUtils.parse(new String(body, StandardCharsets.UTF_8), LARGEST);
    } catch (ParseException other) {
      return Map.of();
    }
  }

  private synchronized HttpClient client() throws IOException {
    HttpClient made = client;
    if (made == null) {
      made = NamedAuthorities.client(provider.ca(), CONNECT);
      client = made;
    }
    return made;
  }
}
