package dev.sluice.it.litellm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.Run;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.yaml.Doc;
import dev.sluice.it.installed.Installed;
import dev.sluice.server.GatewayProcess;
import dev.sluice.server.ProcessOptions;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.config.reader.ConfigFile;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every example of a configuration that comes with LiteLLM is imported, or told with line and
/// reason; what was written for the former validates and answers a call. Needs Python, and fails
/// without it.
class LitellmExamplesTest {
  private static final String EXAMPLES = "litellm/proxy/example_config_yaml";
  private static final int COUNT = 23;

  /// Those with no model that a gateway could ask here.
  private static final Set<String> REFUSED =
      Set.of("langfuse_config.yaml", "websearch_interception_config.yaml");

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:(\\w+)}");
  private static final Pattern MASTER = Pattern.compile("name: master, key: \"\\$\\{env:(\\w+)}");
  private static final Pattern PROVIDER =
      Pattern.compile(
          "(?m)^(    type: (\\w+))\n((?:    (?:api|key|keys|region|auth): .*\n|    url: .*\n"
              + "|    allow_private: .*\n|    #.*\n)*)");

  /// Where the simulator answers as providers of a type do.
  private static final Map<String, String> PATHS =
      Map.of(
          "anthropic", "",
          "gemini", "",
          "azure", "/openai/v1",
          "mistral", "/mistral/v1",
          "voyage", "/voyage/v1");

  @TempDir private Path folder;

  @Test
  void each_of_them_is_imported_and_answers_a_call_or_is_told_with_line_and_reason()
      throws Exception {
    List<String> refused = new ArrayList<>();
    List<Path> files = examples();
    assertThat(files).hasSize(COUNT);
    for (Path file : files) {
      Path target = folder.resolve("sluice-" + file.getFileName());
      Run run = Run.of("import", "litellm", file.toString(), "-o", target.toString());
      if (Files.exists(target)) {
        assertThat(run.code()).as("%s: %s", file, run.err()).isZero();
        validatesAndAnswers(target);
      } else {
        refused.add(file.getFileName().toString());
        assertThat(run.code()).as(run.err()).isEqualTo(1);
        assertThat(run.err().lines())
            .isNotEmpty()
            .allMatch(line -> line.matches(Pattern.quote(file.toString()) + ":\\d+:\\d+: .{10,}"));
      }
    }
    assertThat(refused).containsExactlyInAnyOrderElementsOf(REFUSED);
  }

  private List<Path> examples() throws IOException {
    List<Path> copies = new ArrayList<>();
    try (FileSystem wheel = FileSystems.newFileSystem(Installed.wheel(Installed.LITELLM));
        Stream<Path> found = Files.list(wheel.getPath(EXAMPLES))) {
      for (Path example : found.filter(file -> file.toString().endsWith(".yaml")).toList()) {
        copies.add(Files.copy(example, folder.resolve(example.getFileName().toString())));
      }
    }
    return copies;
  }

  /// Asks the first model of a gateway whose providers are simulated.
  private static void validatesAndAnswers(Path target) throws Exception {
    String name = target.getFileName().toString();
    String text = Files.readString(target);
    Map<String, String> env = new HashMap<>();
    VARIABLE
        .matcher(text)
        .results()
        .forEach(found -> env.put(found.group(1), "https://provider.example"));
    assertThat(new Run(env).run("validate", target.toString()).out()).contains("ok (");
    RouteConfig first =
        ConfigFile.of(Doc.parse(name, text, env)).config().gateway().routes().getFirst();
    Optional<String> at = first.targets().getFirst().model();
    String pattern = first.models().getFirst();
    String asked = pattern.replace("*", "any");
    String passed = pattern.endsWith("/*") ? "any" : asked;
    String model = at.orElse(passed);
    try (Simulator simulator =
        Simulator.start(Scenario.of(Model.named(model), Model.named(asked)), 0)) {
      GatewayProcess gateway =
          start(simulated(text, "http://127.0.0.1:" + simulator.port()), name, env);
      try {
        Matcher master = MASTER.matcher(text);
        String key = master.find() ? env.getOrDefault(master.group(1), "") : "";
        HttpResponse<String> answer = ask(gateway.url(), asked, key);
        assertThat(answer.statusCode()).as("%s: %s", name, answer.body()).isEqualTo(200);
        assertThat(answer.body()).as(name).contains("\"choices\"");
      } finally {
        gateway.drainAndClose();
      }
    }
  }

  private static GatewayProcess start(String text, String name, Map<String, String> env)
      throws Exception {
    String placed =
        "server: {listen: \"127.0.0.1:0\", drain: 1ms}\nadmin: {listen: \"127.0.0.1:0\"}\n";
    SluiceConfig config = ConfigFile.of(Doc.parse(name, placed(text, placed), env)).config();
    return GatewayProcess.start(config, ProcessOptions.defaults());
  }

  /// Puts the listeners on free ports, and leaves the store out.
  private static String placed(String text, String alone) {
    String free = text.replaceFirst("(?m)^store: .*\n", "");
    if (free.contains("\nserver:\n")) {
      return free.replaceFirst(
              "(?m)^server:\n", "server:\n  listen: \"127.0.0.1:0\"\n  drain: 1ms\n")
          .replaceFirst("(?m)^admin: \\{", "admin: {listen: \"127.0.0.1:0\", ");
    }
    return alone + free;
  }

  private static String simulated(String text, String url) {
    return PROVIDER
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found.group(2).equals("bedrock")
                        ? simulatedCloud(found.group(3), url)
                        : simulated(found.group(1), found.group(2), found.group(3), url)));
  }

  private static String simulated(String line, String type, String more, String url) {
    String rest = more.replaceAll("(?m)^    (url|allow_private): .*\n", "");
    return "%s\n%s    url: \"%s%s\"\n    allow_private: true\n"
        .formatted(line, rest, url, PATHS.getOrDefault(type, "/v1"));
  }

  /// The simulator answers in the dialect that a cloud's models speak, without a cloud's identity.
  private static String simulatedCloud(String more, String url) {
    String type = more.contains("api: messages") ? "anthropic" : "openai";
    return simulated("    type: " + type, type, "    key: k\n", url);
  }

  private static HttpResponse<String> ask(String url, String model, String key) throws Exception {
    String body =
        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}".formatted(model);
    try (HttpClient client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(url + "/v1/chat/completions"))
              .header("authorization", "Bearer " + key)
              .header("content-type", "application/json")
              .POST(BodyPublishers.ofString(body));
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }
}
