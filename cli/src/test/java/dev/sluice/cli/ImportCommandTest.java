package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportCommandTest {
  private static final Pattern READY = Pattern.compile("ready (http://127\\.0\\.0\\.1:\\d+)\n");

  private static final String LITELLM =
      """
      model_list:
      - model_name: small
        litellm_params: {model: openai/gpt-5-mini, api_base: os.environ/BASE, api_key: sk-in-clear}
      general_settings: {master_key: os.environ/MASTER}
      """;

  @TempDir private Path folder;

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void it_writes_to_standard_output_and_says_what_to_set() throws IOException {
    String file = file("config.yaml", LITELLM);
    Run run = Run.of("import", "litellm", file);
    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("# Written by `sluice import litellm` from 'config.yaml'.\n");
    assertThat(run.err())
        .isEqualTo(
            file
                + ": 1 model carried over, 0 left out; 3 comments\n"
                + "  set before the start: BASE, MASTER, OPENAI_KEY\n");
    assertThat(run.out() + run.err()).doesNotContain("sk-in-clear");
  }

  @Test
  void it_writes_over_a_file_only_when_it_is_told_to() throws IOException {
    String file = file("config.yaml", LITELLM);
    String there = file("sluice.yaml", "mine");
    Run kept = Run.of("import", "litellm", file, "-o", there);
    assertThat(kept.code()).isEqualTo(3);
    assertThat(kept.err()).contains(there + " is there already: name another file, or add --force");
    assertThat(Path.of(there)).hasContent("mine");
    assertThat(Run.of("import", "litellm", file, "-o", there, "--force").code()).isZero();
    assertThat(Files.readString(Path.of(there))).startsWith("# Written by").contains("routes:");
    Run own = Run.of("import", "litellm", file, "-o", file, "--force");
    assertThat(own.code()).isEqualTo(3);
    assertThat(Path.of(file)).hasContent(LITELLM);
  }

  @Test
  void a_folder_that_is_not_there_and_a_file_that_is_not_are_told() throws IOException {
    String file = file("config.yaml", LITELLM);
    Run nowhere = Run.of("import", "litellm", file, "-o", folder + "/no/such/x.yaml");
    assertThat(nowhere.code()).isEqualTo(3);
    assertThat(nowhere.err()).contains("cannot be written");
    Run missing = Run.of("import", "litellm", "/no/such/file.yaml");
    assertThat(missing.code()).isEqualTo(1);
    assertThat(missing.err()).isEqualTo("/no/such/file.yaml:1:1: there is no such file\n");
    assertThat(missing.out()).isEmpty();
  }

  @Test
  void a_file_with_nothing_to_carry_over_writes_nothing() throws IOException {
    String file =
        file("config.yaml", "model_list: [{model_name: a, litellm_params: {model: bedrock/x}}]\n");
    Path target = folder.resolve("sluice.yaml");
    Run run = Run.of("import", "litellm", file, "-o", target.toString());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).startsWith(file + ":1:47: 'a' is asked by Bedrock's Converse");
    assertThat(target).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                          | nothing to import: name LiteLLM's configuration, or
          FILE --database postgresql://h/d            | --database needs -o FILE, whose store takes
          FILE -o x --dry --database postgresql://h/d | -c and --dry are for --database alone
          --database postgresql://h/d -o x            | -o and --force need LiteLLM's configuration
          --database mysql://u:hidden@h/d -c FILE     | --database must be the URL of LiteLLM's PostgreSQL
          --database postgresql://u:hidden@127.0.0.1:1/d -c FILE  | has no store: add `store: {path: data}`
          --database postgresql://u:hidden@127.0.0.1:1/d -c STORE | the store of LiteLLM at 127.0.0.1:1/d cannot be reached
          --database -c STORE                         | reads DATABASE_URL, which is not set: set it
          --database postgresql://h/d -c UNSET        | ; not set here: KEY, NOWHERE
          --database postgresql://h/d -c /no/such     | there is no such file
          """)
  void options_that_make_no_sense_and_databases_that_are_not_there_are_told(
      String options, String words) throws IOException {
    String good = "providers: {openai: {type: openai, key: \"${env:KEY}\"}}\n";
    String[] args =
        ("import litellm " + options)
            .replace("FILE", file("plain.yaml", good))
            .replace("STORE", file("store.yaml", good + "store: {path: " + folder + "/data}\n"))
            .replace("UNSET", file("unset.yaml", good + "store: {path: \"${env:NOWHERE}\"}\n"))
            .strip()
            .split(" +", -1);
    Run run = Run.of(args);
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains(words).doesNotContain("hidden");
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void a_file_that_was_written_for_a_database_has_a_store() throws IOException {
    String target = folder.resolve("sluice.yaml").toString();
    String url = "postgresql://u:hidden@127.0.0.1:1/d";
    Run run =
        Run.of("import", "litellm", file("config.yaml", LITELLM), "-o", target, "--database", url);
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("the store of LiteLLM at 127.0.0.1:1/d cannot be reached");
    assertThat(Files.readString(Path.of(target))).contains("\nstore: {path: data}\n");
  }

  @Test
  void a_database_in_the_environment_is_not_warned_of_and_a_password_in_an_argument_is()
      throws IOException {
    String url = "postgresql://u:hidden@127.0.0.1:1/d";
    String store =
        file(
            "store.yaml",
            "providers: {openai: {type: openai, key: k}}\nstore: {path: " + folder + "/data}\n");
    Run safe =
        new Run(Map.of("DATABASE_URL", url)).run("import", "litellm", "--database", "-c", store);
    assertThat(safe.err())
        .contains("the store of LiteLLM at 127.0.0.1:1/d cannot be reached")
        .doesNotContain("list of processes", "hidden");
    Run told = Run.of("import", "litellm", "-c", store, "--database", url);
    assertThat(told.err())
        .contains("the store of LiteLLM at 127.0.0.1:1/d cannot be reached")
        .contains("the list of processes shows others on this machine the password in --database")
        .doesNotContain("hidden");
  }

  @Test
  void the_command_alone_says_what_it_imports() {
    assertThat(Run.of("import").out()).contains("import litellm FILE");
  }

  @Test
  void a_configuration_of_LiteLLM_is_answered_with_the_command() throws IOException {
    assertThat(Run.of("validate", file("config.yaml", LITELLM)).out())
        .contains(":1:1: the file is a configuration of LiteLLM: ", "./sluice import litellm FILE");
  }

  @Test
  void what_was_written_validates_and_answers_a_call() throws Exception {
    Run provider = new Run(Map.of());
    Thread providing = Thread.ofPlatform().start(() -> provider.run("simulate"));
    await().until(() -> READY.matcher(provider.out()).matches());
    Map<String, String> env =
        Map.of("BASE", find(provider.out()) + "/v1", "MASTER", "sk-master", "OPENAI_KEY", "key");
    String target = folder.resolve("sluice.yaml").toString();
    Run imported =
        new Run(env).run("import", "litellm", file("config.yaml", LITELLM), "-o", target);
    assertThat(imported.code()).as(imported.err()).isZero();
    assertThat(new Run(env).run("validate", target).out()).contains("ok (1 provider, 1 route)");
    Run serve = new Run(env);
    Thread serving =
        Thread.ofPlatform()
            .start(() -> serve.run("serve", "-c", target, "--port", "0", "--admin-port", "0"));
    await().until(() -> READY.matcher(serve.out()).matches());
    assertThat(call(find(serve.out()))).isEqualTo(200);
    serve.stop();
    serving.join();
    provider.stop();
    providing.join();
  }

  private static String find(String text) {
    Matcher matcher = READY.matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }

  private static int call(String url) throws Exception {
    String body = "{\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    try (HttpClient client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(url + "/v1/chat/completions"))
              .header("authorization", "Bearer sk-master")
              .header("content-type", "application/json")
              .POST(BodyPublishers.ofString(body));
      return client.send(request.build(), BodyHandlers.discarding()).statusCode();
    }
  }
}
