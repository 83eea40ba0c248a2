package dev.sluice.cli;

import static dev.sluice.accounts.ReadyStores.ready;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.accounts.store.StoreConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A gateway that `serve` runs with a store, and commands that ask it.
final class ServedStore implements AutoCloseable {
  private static final Map<String, String> ENV = Map.of("SLUICE_ADMIN_TOKEN", "token");
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Pattern READY = Pattern.compile("ready (http://127\\.0\\.0\\.1:\\d+)\n");
  private static final Pattern ADMIN = Pattern.compile("admin +(http://127\\.0\\.0\\.1:\\d+) ");

  private final Run serve = new Run(Map.of());
  private final Thread thread;
  private final String admin;

  ServedStore(Path folder) throws Exception {
    String config =
        """
        store: {path: "%s"}
        server: {keys: [{name: old, key: sk-old, tenant: legacy}, {name: lone, key: sk-lone}]}
        admin: {listen: "127.0.0.1:0", token: token}
        providers: {local: {type: vllm, url: "http://127.0.0.1:9"}}
        """
            .formatted(ready(StoreConfig.in(folder.resolve("data"))).path());
    String file = Files.writeString(folder.resolve("sluice.yaml"), config).toString();
    thread = Thread.ofPlatform().start(() -> serve.run("serve", "-c", file, "--port", "0"));
    await().until(() -> READY.matcher(serve.out()).matches());
    admin = find(ADMIN, serve.err());
  }

  private static String find(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }

  /// Where its admin listener is.
  String admin() {
    return admin;
  }

  /// What the gateway has told people.
  String err() {
    return serve.err();
  }

  Run run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--url", admin));
    return new Run(ENV).run(all.toArray(String[]::new));
  }

  Run done(String... args) {
    Run run = run(args);
    assertThat(run.code()).as(run.err()).isZero();
    return run;
  }

  /// What a client with this key gets.
  int status(String key) throws Exception {
    String url = find(READY, serve.out()) + "/v1/models";
    var request = HttpRequest.newBuilder(URI.create(url)).header("authorization", "Bearer " + key);
    return CLIENT.send(request.build(), BodyHandlers.discarding()).statusCode();
  }

  /// What a call with this key gets.
  int call(String key) throws Exception {
    String url = find(READY, serve.out()) + "/v1/chat/completions";
    String body = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .header("authorization", "Bearer " + key)
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(body));
    return CLIENT.send(request.build(), BodyHandlers.discarding()).statusCode();
  }

  @Override
  public void close() {
    serve.stop();
    await().until(() -> !thread.isAlive());
    assertThat(serve.code()).isZero();
  }
}
