package dev.sluice.cli.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.cli.admin.AdminTls;
import dev.sluice.cli.admin.AdminUrl;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.TokenWords;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Asks a gateway's admin listener. Whatever is there instead is named in one line.
final class AdminClient {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int OK = 200;

  /// A report of 20 targets has some 30 KB, a day of plots as much.
  private static final long LONGEST = 16L << 20;

  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

  private final URI base;
  private final Optional<String> token;
  private final HttpClient client;

  /// @param url that of the admin listener
  /// @param token its token, where it has one
  AdminClient(URI url, AdminTls tls, Optional<String> token) {
    this.client =
        tls.client().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
    this.base = url;
    this.token = token;
  }

  /// Reads the report of a window.
  ReportDocument report(String window) throws CannotStart, InterruptedException {
    JsonNode json = get("/admin/v1/report", window);
    if (!json.path("rows").isArray() || json.path("rows").isEmpty()) {
      throw other("its answer is no report");
    }
    return new ReportDocument(json);
  }

  /// Reads the series of a window, from which plots are drawn.
  JsonNode series(String window) throws CannotStart, InterruptedException {
    return get("/admin/v1/series", window);
  }

  private JsonNode get(String path, String window) throws CannotStart, InterruptedException {
    HttpResponse<String> answer = send(path, window);
    return switch (answer.statusCode()) {
      case OK -> json(answer.body());
      case BAD_REQUEST -> throw new CannotStart(Plain.line(answer.body()));
      case UNAUTHORIZED -> throw new CannotStart(TokenWords.unknown(base, token.isPresent()));
      case FORBIDDEN -> throw new CannotStart(TokenWords.beyond(base, answer.body()));
      default -> throw other("it answered " + answer.statusCode());
    };
  }

  private HttpResponse<String> send(String path, String window)
      throws CannotStart, InterruptedException {
    var answer =
        client.sendAsync(
            request(path, window), BodyHandlers.limiting(BodyHandlers.ofString(), LONGEST));
    try {
      return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw late();
    } catch (ExecutionException e) {
      throw failed(e.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  private CannotStart late() {
    return new CannotStart(base + " did not answer within " + PATIENCE.toSeconds() + " s");
  }

  private CannotStart failed(@Nullable Throwable failure) {
    return switch (failure) {
      case HttpTimeoutException _ -> late();
      case ConnectException why -> AdminTls.unanswered(base, why);
      case SSLException why -> AdminTls.unanswered(base, why);
      case null, default ->
          other(Plain.line(String.valueOf(failure == null ? "" : failure.getMessage())));
    };
  }

  private HttpRequest request(String path, String window) {
    String query = "?window=" + URLEncoder.encode(window, StandardCharsets.UTF_8);
    var request = HttpRequest.newBuilder(AdminUrl.at(base, path + query)).timeout(PATIENCE);
    token.ifPresent(text -> request.header("authorization", "Bearer " + text));
    return request.build();
  }

  private JsonNode json(String body) throws CannotStart {
    try {
      JsonNode json = MAPPER.readTree(body);
      if (json != null && json.isObject()) {
        return json;
      }
      throw other("its answer is no JSON object");
    } catch (JsonProcessingException e) {
      throw other("its answer is no JSON");
    }
  }

  private CannotStart other(String why) {
    return new CannotStart(
        "what answers at " + base + " is not the admin listener of this version of Sluice: " + why);
  }
}
