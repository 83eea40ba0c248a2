package dev.sluice.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.cli.accounts.ReloadAll;
import dev.sluice.cli.admin.AdminTls;
import dev.sluice.cli.admin.AdminUrl;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.ExitCode;
import dev.sluice.cli.console.TokenWords;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `reload`: lets a running gateway read its configuration again.
@Command(
    name = "reload",
    description = {
      "Lets a running gateway read its configuration again; prints what is wrong with it.",
      "SLUICE_ADMIN_TOKEN is shown to the gateway as its admin.token."
    })
final class ReloadCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Console console;

  @Mixin private AdminUrl gateway = new AdminUrl();

  @Option(names = "--dry", description = "Only tries, and changes nothing.")
  private boolean dry;

  @Option(
      names = "--all",
      description = {
        "Lets all nodes of the cluster do so, one after another; ends at the first that refuses.",
        "It takes a token of the role operator."
      })
  private boolean all;

  ReloadCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws CannotStart, InterruptedException {
    if (all) {
      return ReloadAll.run(console, gateway);
    }
    URI url = gateway.find(console);
    HttpResponse<String> response = send(url, request(url));
    return switch (response.statusCode()) {
      case 200, 422 -> told(json(url, response.body()));
      case 401 ->
          throw new CannotStart(TokenWords.unknown(url, TokenWords.of(console.env()).isPresent()));
      case 403 -> throw new CannotStart(TokenWords.beyond(url, response.body()));
      default ->
          throw new CannotStart(
              "no gateway that reloads answers at %s: it answered %d %s"
                  .formatted(url, response.statusCode(), firstLine(response.body())));
    };
  }

  private HttpRequest request(URI url) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(AdminUrl.at(url, "/admin/v1/reload?dry=" + dry))
            .timeout(PATIENCE)
            .header("x-sluice-admin", "1")
            .POST(HttpRequest.BodyPublishers.noBody());
    TokenWords.of(console.env())
        .ifPresent(token -> request.header("authorization", "Bearer " + token));
    return request.build();
  }

  private HttpResponse<String> send(URI url, HttpRequest request)
      throws CannotStart, InterruptedException {
    AdminTls tls = AdminTls.of(console.env());
    try (HttpClient client = tls.client().connectTimeout(PATIENCE).build()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw AdminTls.unanswered(url, e);
    }
  }

  private int told(JsonNode result) {
    long revision = result.path("revision").asLong();
    if (!result.path("ok").asBoolean()) {
      result.path("problems").forEach(problem -> console.out().println(problem.asText()));
      console.out().println("not taken: configuration " + revision + " goes on");
      return ExitCode.CHECK_FAILED;
    }
    return inOrder(result, revision);
  }

  private int inOrder(JsonNode result, long revision) {
    result.path("notes").forEach(note -> console.out().println(note.asText()));
    boolean changed = result.path("changed").asBoolean();
    String now = dry ? "in order; configuration %d goes on" : "configuration %d holds now";
    console.out().println((changed ? now : "nothing has changed: %d goes on").formatted(revision));
    return ExitCode.DONE;
  }

  private static JsonNode json(URI url, String body) throws CannotStart {
    try {
      return new ObjectMapper().readTree(body);
    } catch (JacksonException e) {
      throw new CannotStart("another program answers at " + url + ": name the admin listener");
    }
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
