package dev.sluice.cli.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.sluice.config.yaml.ConfigException;
import dev.sluice.config.yaml.Doc;
import dev.sluice.config.yaml.Problem;
import dev.sluice.server.config.reader.ConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The schema is what the documents say, and the readers say the same. With `-Dschema.write` it is
/// written anew, to be read before it is committed.
class SchemaTest {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final Path ROOT = Path.of("..");
  private static final Path FILE =
      Path.of("src/main/resources/dev/sluice/cli/schema", "sluice.schema.json");
  private static final Path GOLDEN =
      ROOT.resolve("server/src/test/resources/dev/sluice/server/config/golden");
  private static final Path READER_TESTS =
      ROOT.resolve("server/src/test/java/dev/sluice/server/config/reader");
  private static final Pattern TEXT = Pattern.compile("\"\"\"\n(.*?)\"\"\"", Pattern.DOTALL);
  private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:(\\w+)}");
  private static final Pattern ACCEPTED = Pattern.compile("'no-such-key'.*\\(accepted: (.*)\\)");

  private static final String ALL_FORMS =
      """
      server:
        listen: 0.0.0.0:8080
        max_body: 5M
        drain: 0s
        keys:
          list:
            - {name: a, key: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, tenant: "*", priority: batch, cache: use}
            - {name: b, key: "${env:B}", limits: {rpm: 60, tpm: 200K, concurrent: 0, when: call.stream}, budgets: [50USD/month], overrun: 1.5, strict: true, expires: 2027-01-31}
          old_names: until 2026-12-31
        tags: {feature: {metadata: feature}, centre: {header: x-cost-center}, who: {value: key.team}}
      auth:
        jwt:
          revoked: [a]
          issuers:
            a: {issuer: "https://a", jwks: "https://a/keys", audience: [s], algorithms: [ES256], leeway: 30s, when: "true", terms: {limits: {rpm: 5}, priority: batch}}
            b: {preset: kubernetes, audience: [s], bound: true, profile: claims.p, profiles: {x: {models: ["m*"]}}}
        oidc:
          issuer: https://login.example.com
          client_id: sluice
          client_secret: ssssssssssssssssssssssss
          redirect: https://sluice.example.com
          scopes: [email]
          groups: realm_access.roles
          link: oid
          only_provisioned: true
          directory_groups: false
          device: true
          session: 8h
          idle: 30m
          roles: {admin: [a], viewer: [b]}
          teams: {search: {member: [c], owner: [d], keys: 2, terms: {limits: {rpm: 5}}, most: {limits: {rpm: 9}}}}
      store: {path: data, keep_days: 30, url: "jdbc:postgresql://h/d"}
      cluster: {redis: "rediss://u:p@h:6380/1", name: prod, node: a, nodes: 4, ca: /etc/ca.pem}
      admin: {listen: "[::1]:8680", token: tttttttttttttttttttttttt, tokens: [{name: o, token: oooooooooooooooooooooooo, role: operator}], scim: {token: dddddddddddddddddddddddd, former: "${env:B}", url: "https://g/scim/v2"}}
      log: {calls: text, level: warn, upstream_errors: {keys: [a], for: 10m}}
      otel: {endpoint: "http://127.0.0.1:4318", headers: {x-a: b}, sample: 2.5%, slow: 1s, names: 1.36}
      webhooks: [{url: "${env:B}", form: slack, secret: ssssssssssssssssssss}]
      providers:
        a: {type: openai, api: chat, keys: [k1, {key: k2, former: [k3]}], limits: {m: {rpm: 500, tpm: 1M, burst: 10s}, "*": {rpd: 5}}}
        b: {type: vllm, concurrency: 8, propagate: true, forward_headers: ["!x-a", "x-b-*"]}
        c: {type: ollama, concurrency: adaptive}
        d: {type: vllm, limits: off}
      defaults:
        timeout: {connect: 1s, first_token: adaptive, stall: 8s..1m, total: "${env:T}"}
        breaker: off
        retry: off
        race: off
        cache: off
        batch: off
        commit: complete
        fallback_on: [content_filter]
      routes:
        r:
          models: [m, "m/*"]
          default_model: {responses: m}
          when: call.stream
          targets: [{provider: a, model: m, weight: 3, context: 128K, when: call.tools}, {provider: b, model: m, fallback: true, prefill: prefix}, {provider: c, fallback: 7}]
          shadow: {provider: c, model: n, share: 5%}
          timeout: {first_token: 9s}
          breaker: {open: 5s, failure_rate: 50%, probe: call}
          retry: {attempts: 2, budget: 20%}
          race: {budget: 1%}
          queue: {calls: 5, tokens: 5M, bytes: 1GiB, heartbeat: on}
          cache: {max: 2MiB, ttl: 24h}
          batch: {max_items: 5, max_wait: 5ms}
          coalesce: true
          commit: 500ms
          affinity: user
          keys: spread
      passthrough: {ocr: {provider: a, allow: [POST /v1/ocr], usage: [{unit: page, at: u.p, usual: 2, most: 9}], teams: [t]}}
      tenants: {"*": {weight: 2}}
      prices:
        models: [{provider: a, model: "m*", from: 2026-01-31, input: 0.5, output: 2, web_search: 10, image: 40, image_kind: {1024x1024: 40, hd/1024x1024: 80}, speed: {fast: 2}, tiers: [{above: 200000, input: 1}]}]
        discounts: {a: 0.8}
        default_tier: {a: flex}
      budgets: {all: [1000USD/month, 20USD/day], strict: false, zone: Europe/Berlin}
      report: {failed: 2%, retries: 2, pinning: on}
      reload: watch
      """;

  /// The path of a section whose keys depend on its type.
  private static final String AUTH = "providers/x/auth";

  /// A key of a list, in the paths of this test.
  private static final String ITEM = "[]";

  @Test
  void the_schema_is_what_the_documents_say() throws IOException {
    String made = MAPPER.writeValueAsString(new DocumentedSchema(tables()).make()) + "\n";
    if (System.getProperty("schema.write") != null) {
      Files.writeString(FILE, made, UTF_8);
    }
    assertThat(Files.readString(FILE)).isEqualTo(made);
  }

  @Test
  void each_key_of_the_documents_is_in_the_schema() throws IOException {
    ConfigTables tables = tables();
    assertThat(new DocumentedSchema(tables).make()).isNotEmpty();
    assertThat(tables.unused()).isEmpty();
  }

  @Test
  void the_readers_take_the_keys_of_the_schema_and_no_others() throws IOException {
    Map<String, List<String>> sections = new TreeMap<>();
    sections(List.of(), schema(), sections);
    assertThat(sections).hasSizeGreaterThan(40);
    assertThat(sections.remove(AUTH)).isNotNull();
    sections.forEach(
        (path, keys) -> assertThat(accepted(path)).as(path).isEqualTo(new TreeSet<>(keys)));
  }

  /// Which keys `auth` has depends on its type.
  @ParameterizedTest
  @ValueSource(strings = {"aws", "google", "entra", "openai", "anthropic"})
  void each_type_of_auth_takes_keys_of_the_schema(String type) throws IOException {
    Map<String, List<String>> sections = new TreeMap<>();
    sections(List.of(), schema(), sections);
    String auth = "{type: %s, no-such-key: 1}".formatted(type);
    String provider = "{type: compatible, url: \"https://a/v1\", auth: %s}".formatted(auth);
    assertThat(acceptedIn("{providers: {x: %s}}".formatted(provider)))
        .contains("type")
        .hasSizeGreaterThan(3)
        .isSubsetOf(sections.get(AUTH));
  }

  @Test
  void what_the_readers_take_is_right_by_the_schema() throws IOException {
    var wrong = new ArrayList<String>();
    int right = 0;
    for (String text : files()) {
      if (problems(text).isEmpty()) {
        right++;
        new SchemaCheck(schema()).wrong(value(text)).forEach(at -> wrong.add(at + " of\n" + text));
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(right).isGreaterThan(30);
  }

  @Test
  void a_file_with_all_forms_of_values_is_right() throws IOException {
    assertThat(problems(ALL_FORMS)).isEmpty();
    assertThat(new SchemaCheck(schema()).wrong(value(ALL_FORMS))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "provider: {a: {type: vllm}}",
        "providers: {a: {type: vlm}}",
        "providers: {a: {url: \"http://a/v1\"}}",
        "providers: {a: {type: vllm, keys: k}}",
        "providers: {a: {type: vllm, limits: {m: {rpn: 1}}}}",
        "{providers: {a: {type: vllm}}, server: {drain: 60}}",
        "{providers: {a: {type: vllm}}, routes: {r: {models: [m], targets: []}}}",
        "{providers: {a: {type: vllm}}, routes: {r: {models: [m], targets: [{provider: a, weight:"
            + " 0}]}}}",
        "{providers: {a: {type: vllm}}, defaults: {breaker: clasic}}",
        "{providers: {a: {type: vllm}}, defaults: {timeout: {first_token: 9}}}",
        "{providers: {a: {type: vllm}}, reload: always}"
      })
  void what_is_wrong_is_wrong_by_the_schema_too(String text) throws IOException {
    assertThat(problems(text)).isNotEmpty();
    assertThat(new SchemaCheck(schema()).wrong(value(text))).isNotEmpty();
  }

  private static ConfigTables tables() throws IOException {
    return ConfigTables.read(ROOT.resolve("docs/configuration.md"));
  }

  private static JsonNode schema() throws IOException {
    return MAPPER.readTree(Files.readString(FILE));
  }

  /// The keys of each section, by its path.
  private static void sections(
      List<String> path, JsonNode schema, Map<String, List<String>> sections) {
    JsonNode keys = schema.path("properties");
    if (keys.isObject()) {
      var names = new ArrayList<String>();
      keys.properties()
          .forEach(
              key -> {
                names.add(key.getKey());
                sections(with(path, key.getKey()), key.getValue(), sections);
              });
      sections.merge(String.join("/", path), names, SchemaTest::longer);
    }
    schema.path("anyOf").forEach(kind -> sections(path, kind, sections));
    if (schema.path("additionalProperties").isObject()) {
      sections(with(path, "x"), schema.get("additionalProperties"), sections);
    }
    if (schema.has("items")) {
      sections(with(path, ITEM), schema.get("items"), sections);
    }
  }

  /// Of two sections at one place the readers name the keys of the one that is there.
  private static List<String> longer(List<String> one, List<String> other) {
    return one.size() >= other.size() ? one : other;
  }

  private static List<String> with(List<String> path, String key) {
    return Stream.concat(path.stream(), Stream.of(key)).toList();
  }

  /// What the readers say that they take in the section of this path.
  private static Set<String> accepted(String path) {
    String text = "{no-such-key: 1}";
    List<String> keys = path.isEmpty() ? List.of() : List.of(path.split("/", -1));
    for (String key : keys.reversed()) {
      text = key.equals(ITEM) ? "[" + text + "]" : "{" + key + ": " + text + "}";
    }
    return acceptedIn(text);
  }

  /// What the readers say that they take in the section of a file that has `no-such-key`.
  private static Set<String> acceptedIn(String file) {
    ConfigException e =
        catchThrowableOfType(
            ConfigException.class, () -> ConfigFile.of(Doc.parse("f", file, Map.of())));
    return e.problems().stream()
        .map(Problem::what)
        .map(ACCEPTED::matcher)
        .filter(Matcher::find)
        .flatMap(found -> Arrays.stream(found.group(1).split(", ", -1)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// The golden files, those that the documents show, and those of the readers' tests.
  private static List<String> files() throws IOException {
    var files = new ArrayList<String>();
    for (Path file : under(GOLDEN, ".yaml")) {
      files.add(Files.readString(file));
    }
    files.addAll(blocks(BLOCK, ROOT.resolve("README.md")));
    for (Path file : under(ROOT.resolve("docs"), ".md")) {
      files.addAll(blocks(BLOCK, file));
    }
    for (Path file : under(READER_TESTS, ".java")) {
      blocks(TEXT, file).stream().map(String::stripIndent).forEach(files::add);
    }
    return files;
  }

  private static List<Path> under(Path folder, String end) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
    }
  }

  private static List<String> blocks(Pattern block, Path file) throws IOException {
    return block.matcher(Files.readString(file)).results().map(found -> found.group(1)).toList();
  }

  /// What the readers say of a file; empty where it is right.
  private static String problems(String text) {
    Map<String, String> env =
        VARIABLE
            .matcher(text)
            .results()
            .map((MatchResult found) -> found.group(1))
            .distinct()
            .collect(Collectors.toMap(name -> name, SchemaTest::variable));
    try {
      ConfigFile _ = ConfigFile.of(Doc.parse("f", text, env));
      return "";
    } catch (ConfigException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static String variable(String name) {
    return name.equals("T") ? "2m" : "https://value-of." + name + "/";
  }

  private static JsonNode value(String text) {
    return MAPPER.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(text));
  }
}
