package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeTest {
  private static final Pattern READY = Pattern.compile("ready (http://127\\.0\\.0\\.1:\\d+)\n");
  private static final Pattern ADMIN = Pattern.compile("admin +(http://127\\.0\\.0\\.1:\\d+) ");

  @TempDir private Path folder;

  private String config(String more) throws IOException {
    String providers = "providers: {local: {type: vllm, url: \"http://127.0.0.1:9\"}}\n";
    return Files.writeString(folder.resolve("sluice.yaml"), providers + more).toString();
  }

  private static String find(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }

  @Test
  void serves_until_it_is_stopped_and_ends_well() throws Exception {
    String file = config("");
    Run run = new Run(Map.of());
    Thread thread = Thread.ofPlatform().start(() -> run.run("serve", "-c", file, "--port", "0"));
    await().until(() -> READY.matcher(run.out()).matches());
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThat(status(client, find(READY, run.out()) + "/v1/unknown")).isEqualTo(404);
      assertThat(status(client, find(ADMIN, run.err()) + "/livez")).isEqualTo(200);
    }
    run.stop();
    thread.join();
    assertThat(run.code()).isZero();
    assertThat(run.err()).contains("providers  local (" + file + ":1)", "draining");
  }

  @Test
  void says_at_the_start_what_keys_without_a_name_cannot_do() throws Exception {
    String keys = "server: {keys: [sk-one, {name: app, key: sk-two}, sk-three]}\n";
    String file = config(keys + "admin: {listen: \"127.0.0.1:0\"}\n");
    Run run = new Run(Map.of());
    Thread thread = Thread.ofPlatform().start(() -> run.run("serve", "-c", file, "--port", "0"));
    await().until(() -> READY.matcher(run.out()).matches());
    run.stop();
    thread.join();
    assertThat(run.err())
        .contains("note       server.keys without a name (key-1, key-3): ", "x-sluice-tenant")
        .contains("note       providers without a `key` of at least 16 characters (local): ")
        .doesNotContain("sk-");
  }

  @Test
  void variables_stand_for_options_and_options_win() throws Exception {
    String file = config("");
    Map<String, String> env =
        Map.of(
            "SLUICE_CONFIG", file,
            "SLUICE_HOST", "127.0.0.1",
            "SLUICE_PORT", "1",
            "SLUICE_ADMIN_PORT", "0",
            "SLUICE_PROT", "1");
    Run run = new Run(env);
    Thread thread = Thread.ofPlatform().start(() -> run.run("serve", "--port", "0"));
    await().until(() -> READY.matcher(run.out()).matches());
    run.stop();
    thread.join();
    assertThat(run.err())
        .contains("config     " + file)
        .contains("note       SLUICE_PROT is not read: did you mean SLUICE_PORT?");
    assertThat(run.code()).isZero();
  }

  @Test
  void a_variable_that_makes_no_sense_cannot_start() throws IOException {
    Run run = new Run(Map.of("SLUICE_PORT", "eighty")).run("serve", "-c", config(""));
    assertThat(run.err()).isEqualTo("sluice: SLUICE_PORT must be 0 to 65535, is 'eighty'\n");
    assertThat(run.code()).isEqualTo(3);
  }

  @Test
  void the_environment_alone_serves_anywhere_and_tells_whom_it_asks() throws Exception {
    Map<String, String> env =
        Map.of(
            "OPENAI_API_KEY", "not-to-be-seen",
            "OPENAI_BASE_URL", "http://127.0.0.1:9/v1",
            "SLUICE_ALLOW_PRIVATE", "1",
            "SLUICE_PORT", "0");
    Run run = new Run(env);
    Thread thread = Thread.ofPlatform().start(() -> run.run("serve"));
    await().until(() -> READY.matcher(run.out()).matches());
    run.stop();
    thread.join();
    assertThat(run.err())
        .contains("providers  openai (OPENAI_API_KEY, at 127.0.0.1:9 by OPENAI_BASE_URL)")
        .doesNotContain("not-to-be-seen");
  }

  @Test
  void a_gateway_that_would_ask_itself_cannot_start() throws IOException {
    Map<String, String> env =
        Map.of(
            "OPENAI_API_KEY", "key",
            "OPENAI_BASE_URL", "http://localhost:8080/v1",
            "SLUICE_ALLOW_PRIVATE", "1");
    Run run = new Run(env).run("serve");
    assertThat(run.err())
        .startsWith(
            "sluice: OPENAI_BASE_URL leads back to this gateway, which serves calls at"
                + " 127.0.0.1:8080: ")
        .hasLineCount(1);
    assertThat(run.code()).isEqualTo(3);
    String file = config("server: {listen: \"127.0.0.1:9\"}\n");
    assertThat(Run.of("serve", "-c", file).err())
        .startsWith("sluice: " + file + ":1: providers.local.url leads back to this gateway");
    assertThat(Run.of("validate", file).out())
        .startsWith(file + ":1:")
        .contains(": providers.local.url leads back to this gateway");
  }

  private static int status(HttpClient client, String url) throws Exception {
    return client
        .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
        .statusCode();
  }

  /// P18.
  @Test
  void a_port_in_use_cannot_start() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Run run = Run.of("serve", "-c", config(""), "--port", "" + taken.getLocalPort());
      assertThat(run.err())
          .startsWith("sluice: cannot listen on 127.0.0.1:" + taken.getLocalPort())
          .hasLineCount(1);
      assertThat(run.code()).isEqualTo(3);
    }
  }

  /// P18.
  @Test
  void an_address_of_another_host_cannot_start() throws IOException {
    Run run = Run.of("serve", "-c", config("server: {listen: \"192.0.2.1:0\", keys: [k]}\n"));
    assertThat(run.err()).startsWith("sluice: cannot listen on 192.0.2.1").hasLineCount(1);
    assertThat(run.code()).isEqualTo(3);
  }

  @Test
  void a_simulated_provider_runs_until_it_is_stopped() throws Exception {
    Run run = new Run(Map.of());
    Thread thread = Thread.ofPlatform().start(() -> run.run("simulate"));
    await().until(() -> READY.matcher(run.out()).matches());
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThat(status(client, find(READY, run.out()) + "/v1/models")).isEqualTo(200);
    }
    run.stop();
    thread.join();
    assertThat(run.code()).isZero();
  }

  @Test
  void a_simulated_provider_whose_port_is_in_use_cannot_start() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Run run = Run.of("simulate", "--port", "" + taken.getLocalPort());
      assertThat(run.err()).startsWith("sluice: cannot listen on").hasLineCount(1);
      assertThat(run.code()).isEqualTo(3);
    }
  }

  @Test
  void the_demo_runs_until_it_is_stopped() throws Exception {
    Run run = new Run(Map.of());
    Thread thread = Thread.ofPlatform().start(() -> run.run("demo", "--port", "0"));
    await().until(() -> run.out().contains("/v1\n"));
    run.stop();
    thread.join();
    assertThat(run.code()).isZero();
  }

  @Test
  void a_demo_whose_port_is_in_use_cannot_start() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Run run = Run.of("demo", "--port", "" + taken.getLocalPort());
      assertThat(run.err()).startsWith("sluice: cannot listen on").hasLineCount(1);
      assertThat(run.code()).isEqualTo(3);
    }
  }
}
