package dev.sluice.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.cli.admin.AdminTls;
import dev.sluice.cli.admin.AdminUrl;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `login`: logs a person in at a running gateway, by a code that is typed into a browser.
@Command(
    name = "login",
    description = {
      "Logs you in at a running gateway (auth.oidc) and prints a token, which ends by itself:",
      "  export SLUICE_ADMIN_TOKEN=$(./sluice login)",
      "What is to be typed where stands on stderr."
    })
final class LoginCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String LOGIN = "/admin/login/device";
  private static final long USUAL_S = 5;

  /// The answer to a terminal that asks too often, and by how much it asks more slowly from then on
  /// (RFC 8628 3.5).
  private static final String SLOW_DOWN = "slow_down";

  private static final long SLOWER_S = 5;

  private final Console console;

  @Mixin private AdminUrl gateway = new AdminUrl();

  LoginCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws CannotStart, InterruptedException {
    URI url = gateway.find(console);
    JsonNode login = begun(url);
    String where = login.path("verification_uri_complete").asText("");
    console
        .err()
        .println(
            "open %s and type %s"
                .formatted(
                    where.isEmpty() || where.equals("null")
                        ? login.path("verification_uri").asText()
                        : where,
                    login.path("user_code").asText()));
    JsonNode session = awaited(url, login);
    console
        .err()
        .println(
            "logged in as %s until %s"
                .formatted(
                    session.path("name").asText(),
                    Instant.ofEpochMilli(session.path("ends").asLong())
                            .atZone(ZoneOffset.UTC)
                            .toLocalDateTime()
                            .withNano(0)
                        + " UTC"));
    console.out().println(session.path("token").asText());
    return ExitCode.DONE;
  }

  private JsonNode begun(URI url) throws CannotStart, InterruptedException {
    HttpResponse<String> answer = post(url, LOGIN, "");
    if (answer.statusCode() == 401 || answer.statusCode() == 404 || answer.statusCode() == 405) {
      throw new CannotStart(
          "no terminal logs in at %s: add `device: true` to its auth.oidc, or show a token of"
                  .formatted(url)
              + " admin.tokens in SLUICE_ADMIN_TOKEN");
    }
    return json(url, checked(url, answer));
  }

  private JsonNode awaited(URI url, JsonNode login) throws CannotStart, InterruptedException {
    long wait = login.path("interval").asLong(USUAL_S);
    long left = login.path("expires_in").asLong();
    String body =
        MAPPER.valueToTree(Map.of("device_code", login.path("device_code").asText())).toString();
    while (left >= Math.max(1, wait)) {
      TimeUnit.SECONDS.sleep(wait);
      HttpResponse<String> answer = post(url, LOGIN + "/poll", body);
      if (answer.statusCode() != 202) {
        return json(url, checked(url, answer));
      }
      left -= Math.max(1, wait);
      wait += answer.body().strip().equals(SLOW_DOWN) ? SLOWER_S : 0;
    }
    throw new CannotStart("nobody has typed the code in time: log in again");
  }

  private HttpResponse<String> post(URI url, String path, String body)
      throws CannotStart, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(AdminUrl.at(url, path))
            .timeout(PATIENCE)
            .header("x-sluice-admin", "1")
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    AdminTls tls = AdminTls.of(console.env());
    try (HttpClient client = tls.client().connectTimeout(PATIENCE).build()) {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw AdminTls.unanswered(url, e);
    }
  }

  private static String checked(URI url, HttpResponse<String> answer) throws CannotStart {
    if (answer.statusCode() != 200) {
      throw new CannotStart(
          "%s answered %d: %s"
              .formatted(
                  url, answer.statusCode(), answer.body().lines().findFirst().orElse("nothing")));
    }
    return answer.body();
  }

  private static JsonNode json(URI url, String body) throws CannotStart {
    try {
      return MAPPER.readTree(body);
    } catch (JacksonException e) {
      throw new CannotStart("another program answers at " + url + ": name the admin listener");
    }
  }
}
