package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
  private static final String CONFIG =
      """
      providers:
        local: {type: vllm}
        openai: {type: openai, key: "${env:KEY}", limits: {gpt-5: {rpm: 500, tpm: 200K}}}
      defaults: {timeout: {stall: 30s}}
      routes:
        fast:
          models: [gpt-5-mini, "fast/*"]
          timeout: {connect: 1s}
          breaker: {failures: 3}
          targets:
            - {provider: local, weight: 2}
            - {provider: openai, model: gpt-5-mini}
            - {provider: openai, model: gpt-5, fallback: true}
      """;
  private static final Map<String, String> ENV = Map.of("KEY", "not-to-be-seen");

  @TempDir private Path folder;

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("sluice.yaml"), text).toString();
  }

  @Test
  void a_configuration_in_order_is_ok() throws IOException {
    String file = file(CONFIG);
    Run run = new Run(ENV).run("validate", file);
    assertThat(run.out()).isEqualTo(file + ": ok (2 providers, 1 route)\n");
    assertThat(run.code()).isZero();
  }

  @Test
  void it_says_by_which_interface_anthropic_and_gemini_are_asked() throws IOException {
    String file =
        file(
            """
            providers:
              a: {type: anthropic, key: k}
              b: {type: anthropic, key: k, api: openai}
              c: {type: gemini, key: k}
              d: {type: gemini, key: k, api: openai}
            """);
    assertThat(Run.of("validate", file).out())
        .contains(
            "  providers.a: asked by Anthropic's Messages API, chats are translated; `api: openai`",
            "  providers.b: asked by its OpenAI-compatible interface; without `api` it is asked by"
                + " Anthropic's Messages API",
            "  providers.c: asked by Gemini's own API, chats are translated; `api: openai`",
            "  providers.d: asked by its OpenAI-compatible interface; without `api` it is asked by"
                + " Gemini's own API");
  }

  @Test
  void a_wrong_configuration_fails_with_its_places() throws IOException {
    String file = file("providers: {local: {tpe: vllm}}\n");
    Run run = Run.of("validate", file);
    assertThat(run.out())
        .isEqualTo(
            """
            FILE:1:20: providers.local has no type: add `type: openai`, or what else it is
            FILE:1:21: unknown key 'tpe' in providers.local, did you mean 'type'? (accepted: type, api, url, key, keys, allow_private, forward_headers, propagate, concurrency, limits, default_max_tokens, auth, region, endpoint, project, location, labels, proxy, tls, headers)
            """
                .replace("FILE", file));
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void a_file_that_is_not_there_fails() {
    Run run = Run.of("validate", "/no/such/file.yaml");
    assertThat(run.out()).isEqualTo("/no/such/file.yaml:1:1: there is no such file\n");
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void a_model_is_explained_with_the_place_of_every_value() throws IOException {
    String file = file(CONFIG);
    Run run = new Run(ENV).run("explain", "fast/x", "-c", file);
    assertThat(run.out())
        .isEqualTo(
            """
            model                  fast/x
            route                  fast                                                           sluice.yaml:7
            targets
              local/x              66.67%                                                         sluice.yaml:11
                serves             chat, completions, embeddings, responses, stored_response,
                                   rerank, transcriptions, translations
                by translation     messages, count_tokens, input_tokens, generate,
                                   generate_count, embed_content, batch_embed_contents,
                                   cohere_embed, predict, cohere_rerank, nim_ranking
              openai/gpt-5-mini    33.33%                                                         sluice.yaml:12
                serves             chat, completions, embeddings, moderations, responses,
                                   input_tokens, compact, stored_response, speech, images,
                                   image_edits, image_variations, transcriptions, translations
                by translation     messages, count_tokens, generate, generate_count,
                                   embed_content, batch_embed_contents, cohere_embed, predict
              openai/gpt-5         fallback 1                                                     sluice.yaml:13
                serves             chat, completions, embeddings, moderations, responses,
                                   input_tokens, compact, stored_response, speech, images,
                                   image_edits, image_variations, transcriptions, translations
                by translation     messages, count_tokens, generate, generate_count,
                                   embed_content, batch_embed_contents, cohere_embed, predict
            limits
              local/x              concurrency adaptive                                           default
              openai/gpt-5-mini    learned                                                        default
              openai/gpt-5         rpm 500, tpm 200000                                            sluice.yaml:3
            queue
              calls                1000                                                           default
              tokens               5000000                                                        default
              bytes                256MiB                                                         default
              max_wait             30s                                                            default
              heartbeat            off                                                            default
            timeouts
              connect              1s                                                             sluice.yaml:8
              first_token          adaptive, 3s to 2m                                             default
                local/x            prior 10s
                openai/gpt-5-mini  prior 10s, reasoning
                openai/gpt-5       prior 10s, reasoning
              stall                30s                                                            sluice.yaml:4
              total                10m                                                            default
            breaker
              failures             3                                                              sluice.yaml:9
              window               30s                                                            default
              failure_rate         50%                                                            default
              min_calls            10                                                             default
              open                 5s to 20s                                                      default
              probe                list                                                           default
            retry
              attempts             3                                                              default
              budget               10% of the calls                                               default
            race                   2.5% of the tokens                                             default
            cache                  off                                                            default
            coalesce               false                                                          default
            batch                  off                                                            default
            upstream_stream        auto                                                           default
            prices                 dollars for a million tokens
              local/x              0                                                              default
              openai/gpt-5-mini    input 0.25, cache_read 0.025, output 2                         default
              openai/gpt-5         input 1.25, cache_read 0.125, output 10                        default
            """);
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 100);
    assertThat(run.err()).isEqualTo("configuration  " + file + "\n");
    assertThat(run.code()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a FILE", "FILE a", "a -c FILE", "-c FILE a", "--config=FILE a"})
  void a_file_to_explain_is_named_like_one_to_serve(String line) throws IOException {
    String file =
        file(
            """
            providers: {local: {type: vllm}}
            routes: {r: {models: [a], targets: [{provider: local}]}}
            """);
    Run run = new Run(ENV).run(("explain " + line.replace("FILE", file)).split(" "));
    assertThat(run.out()).startsWith("model ").contains("local/a");
    assertThat(run.code()).isZero();
  }

  @Test
  void cache_retry_race_and_prices_are_explained_where_they_are_configured() throws IOException {
    String file =
        file(
            """
            providers: {local: {type: vllm}, up: {type: openai, key: k}}
            defaults: {race: off}
            prices:
              models: [{provider: up, model: b, input: 0.5, output: 2}]
              discounts: {up: 0.8}
            routes:
              a:
                models: [a]
                targets: [{provider: up, model: b}, {provider: up, model: unknown-to-all}]
                cache: {max: 32MiB, ttl: 10m}
                coalesce: true
                retry: {attempts: 2, budget: 20%}
            """);
    Run run = new Run(ENV).run("explain", "a", file);
    assertThat(run.out().lines().map(line -> line.replaceAll(" {2,}", " ").strip()))
        .contains(
            "attempts 2 sluice.yaml:12",
            "budget 20% of the calls sluice.yaml:12",
            "race off sluice.yaml:2",
            "max 32MiB sluice.yaml:10",
            "ttl 10m sluice.yaml:10",
            "coalesce true sluice.yaml:11",
            "up/b input 0.5, output 2, of which 0.8 is asked sluice.yaml:4",
            "up/unknown-to-all not known: add it to prices.models default");
  }

  @Test
  void a_choice_among_targets_and_a_shadow_are_explained_where_they_are_configured()
      throws IOException {
    String file =
        file(
            """
            providers: {local: {type: vllm}}
            defaults: {balance: least_busy}
            routes:
              a:
                models: [a]
                targets: [{provider: local, model: b, context: 32K}]
                affinity: prefix
                fallback_on: [content_filter]
                resume: prefill
                shadow: {provider: local, model: c, share: 2.5%}
            """);
    Run run = new Run(ENV).run("explain", "a", "-c", file);
    assertThat(run.out().lines().map(line -> line.replaceAll(" {2,}", " ").strip()))
        .contains(
            "balance least_busy sluice.yaml:2",
            "affinity prefix sluice.yaml:7",
            "keys in_order default",
            "fallback_on content_filter sluice.yaml:8",
            "resume prefill sluice.yaml:9",
            "shadow local/c, 2.5% sluice.yaml:10")
        .anyMatch(line -> line.startsWith("local/b 100%, context 32000"));
  }

  @Test
  void an_unknown_model_is_told_with_the_nearest_names() throws IOException {
    Run run = new Run(ENV).run("explain", "gpt5-mini", "-c", file(CONFIG));
    assertThat(run.out()).isEqualTo("no route answers for 'gpt5-mini', did you mean gpt-5-mini?\n");
    assertThat(run.code()).isEqualTo(1);
  }

  private static final String CONDITIONS =
      """
      server: {keys: [{name: web, key: a-key-of-web, team: search}, {name: job, key: a-key-of-job}, {name: bound, key: a-key-of-bound, team: search, routes: [gold]}]}
      providers: {p: {type: openai, key: k}}
      routes:
        gold: {models: [m], when: 'headers["x-tier"] == "gold"', targets: [{provider: p, model: a}]}
        search:
          models: [m]
          when: key.team == "search"
          targets:
            - {provider: p, model: b, when: call.stream}
            - {provider: p, model: c}
      """;

  @Test
  void conditions_are_shown_with_their_places() throws IOException {
    Run run = new Run(ENV).run("explain", "m", "-c", file(CONDITIONS));
    assertThat(run.out())
        .containsSubsequence("gold", "when headers[\"x-tier\"] == \"gold\"", ":4")
        .containsSubsequence("search", "when key.team == \"search\"", ":7")
        .contains("p/a");
  }

  @Test
  void conditions_are_put_to_the_call_of_a_key() throws IOException {
    Run web = new Run(ENV).run("explain", "m", "--as", "web", "-c", file(CONDITIONS));
    assertThat(web.out())
        .containsSubsequence("gold", "no, when", "something that it names")
        .containsSubsequence("search", "yes, when key.team")
        .containsSubsequence("p/b", "condition", "no, when call.stream");
    String[] gold = {
      "explain", "m", "--as", "search/web", "--header", "X-Tier=gold", "-c", file(CONDITIONS)
    };
    assertThat(new Run(ENV).run(gold).out()).contains("yes, when headers").contains("p/a");
    Run job = new Run(ENV).run("explain", "m", "--as", "job", "-c", file(CONDITIONS));
    assertThat(job.out()).contains("none: no condition holds");
    Run bound = new Run(ENV).run("explain", "m", "--as", "bound", "-c", file(CONDITIONS));
    assertThat(bound.out()).contains("not one of the key's").doesNotContain("p/b");
    Run nobody = new Run(ENV).run("explain", "m", "--as", "nobody", "-c", file(CONDITIONS));
    assertThat(nobody.err())
        .contains("there is no key 'nobody' in server.keys: there are web, job, bound");
  }

  private static final String TOKENS =
      """
      store: {path: data}
      server:
        tags: {size: {value: "claims.department"}}
      auth:
        jwt:
          issuers:
            okta:
              issuer: https://login.example.com
              jwks: https://login.example.com/keys
              audience: [sluice]
              team: claims.department
              teams: [legal]
              models: "has(claims.models) ? claims.models : ['*']"
              terms:
                limits: {rpm: 60, when: "call.model == 'm' && key.team == 'legal'"}
                budgets: [20USD/month]
      providers: {p: {type: openai, key: k}}
      routes:
        legal: {models: [m], when: 'claims.department == "legal"', targets: [{provider: p, model: a}]}
        any: {models: [m], targets: [{provider: p, model: b}]}
      """;

  @Test
  void what_a_token_with_claims_would_get_is_shown() throws IOException {
    String[] ada = {
      "explain",
      "m",
      "--as",
      "okta",
      "--claims",
      "{\"sub\": \"ada\", \"department\": \"legal\"}",
      "-c",
      file(TOKENS)
    };
    assertThat(new Run(ENV).run(ada).out())
        .containsSubsequence("okta:ada, of the team legal", "60 calls a minute; they hold, when")
        .containsSubsequence("20USD/month", "tag size", "legal", "yes, when claims.department");
    String[] other = {
      "explain",
      "m",
      "--as",
      "okta",
      "--claims",
      "{\"sub\": \"ada\", \"department\": \"legal\", \"models\": \"n\"}",
      "-c",
      file(TOKENS)
    };
    assertThat(new Run(ENV).run(other).out()).contains("not one of the caller's models");
    String[] sales = {
      "explain",
      "m",
      "--as",
      "okta",
      "--claims",
      "{\"sub\": \"ada\", \"department\": \"sales\"}",
      "-c",
      file(TOKENS)
    };
    assertThat(new Run(ENV).run(sales).err())
        .contains("is refused with 401: the team sales is none of `teams`");
    String[] none = {"explain", "m", "--as", "entra", "--claims", "{}", "-c", file(TOKENS)};
    assertThat(new Run(ENV).run(none).err())
        .contains("there is no issuer 'entra'")
        .contains("okta");
    String[] bad = {"explain", "m", "--as", "okta", "--claims", "[]", "-c", file(TOKENS)};
    assertThat(new Run(ENV).run(bad).err()).contains("--claims must be a JSON object");
  }

  @Test
  void what_is_said_of_a_call_that_nobody_makes_is_an_error() throws IOException {
    Run header = new Run(ENV).run("explain", "m", "--header", "a=b", "-c", file(CONDITIONS));
    assertThat(header.err()).contains("--header", "add --as KEY");
    Run claims = new Run(ENV).run("explain", "m", "--claims", "{}", "-c", file(TOKENS));
    assertThat(claims.err()).contains("--claims", "add --as ISSUER");
  }

  @Test
  void the_environment_explains_a_provider_s_own_models() {
    Run run = new Run(Map.of("OPENAI_API_KEY", "not-to-be-seen")).run("explain", "openai/gpt-5");
    assertThat(run.out())
        .contains("openai/gpt-5", "100%", "OPENAI_API_KEY")
        .doesNotContain("not-to-be-seen");
    assertThat(run.code()).isZero();
  }

  @Test
  void the_environment_explains_who_may_list_a_model() {
    Map<String, String> env = Map.of("OPENAI_API_KEY", "k", "GEMINI_API_KEY", "k");
    Run run = new Run(env).run("explain", "gpt-5");
    assertThat(run.out()).contains("the first provider that lists it: openai, gemini");
  }

  @Test
  void nothing_to_serve_cannot_start() {
    Run run = Run.of("serve");
    assertThat(run.err())
        .startsWith("sluice: no configuration, and no provider's key in the environment")
        .contains("OPENAI_API_KEY")
        .hasLineCount(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(3);
  }

  @Test
  void a_key_without_its_address_is_named_as_left_out() {
    Run run = new Run(Map.of("AZURE_OPENAI_API_KEY", "not-to-be-seen")).run("serve");
    assertThat(run.err())
        .contains("AZURE_OPENAI_API_KEY is left out: AZURE_OPENAI_ENDPOINT")
        .doesNotContain("not-to-be-seen");
    assertThat(run.code()).isEqualTo(3);
  }

  @Test
  void a_wrong_configuration_cannot_start() throws IOException {
    String file = file("providers: {}\n");
    Run run = Run.of("serve", "-c", file);
    assertThat(run.err()).isEqualTo(file + ":1:12: providers must not be empty\n");
    assertThat(run.code()).isEqualTo(3);
  }

  /// What picocli is not asked for must still be what it would have understood.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "serve -c FILE",
        "serve --config FILE",
        "serve --config=FILE",
        "serve --port 0 -c FILE",
        "serve -c FILE --port 0",
        "serve -cFILE"
      })
  void every_way_to_name_the_file_is_understood(String line) throws IOException {
    String file = file("providers: {}\n");
    Run run = Run.of(line.replace("FILE", file).split(" "));
    assertThat(run.err()).isEqualTo(file + ":1:12: providers must not be empty\n");
    assertThat(run.code()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "serve --prot 1",
        "serve -c a -c b",
        "serve -c --port 1",
        "serve -c",
        "serve --port x",
        "serve --port 65536",
        "explain",
        "explain a b c",
        "serve a b",
        "validate a b",
        "serve --host localhost.example",
        "serve --admin-port x"
      })
  void wrong_usage_is_told_with_the_right_one(String line) {
    Run run = Run.of(line.isEmpty() ? new String[0] : line.split(" "));
    assertThat(run.err()).contains("Usage: sluice");
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(2);
  }

  @Test
  void how_people_log_in_is_explained_in_the_place_of_a_model() throws IOException {
    String file =
        file(
            """
            store: {path: data}
            admin: {token: admin-secret-0123456789}
            auth:
              oidc:
                issuer: https://login.example.com
                client_id: sluice
                client_secret: client-secret-0123456789
                redirect: https://sluice.example.com
                roles: {viewer: [readers]}
            providers: {a: {type: vllm, url: "http://127.0.0.1:9"}}
            """);
    for (String line : new String[] {"explain --people FILE", "explain -c FILE --people"}) {
      Run run = Run.of(line.replace("FILE", file).split(" "));
      assertThat(run.code()).as(run.err()).isZero();
      assertThat(run.out())
          .containsPattern("auth\\.oidc\\.issuer +https://login\\.example\\.com +.*:5")
          .containsPattern("auth\\.oidc\\.client_secret +set, not shown")
          .containsPattern("auth\\.oidc\\.roles\\.viewer +people in readers")
          .doesNotContain("-secret-");
    }
    Run none = Run.of("explain", "--people", file("providers: {a: {type: openai, key: k}}\n"));
    assertThat(none.out()).isEqualTo("nobody logs in: the configuration has no auth.oidc\n");
  }

  @Test
  void two_files_are_one_too_many() {
    for (String command : new String[] {"serve -c a b", "validate -c a b", "explain m b -c a"}) {
      Run run = Run.of(command.split(" "));
      assertThat(run.err())
          .isEqualTo("sluice: two configurations are named, a and b: leave one out\n");
      assertThat(run.code()).isEqualTo(3);
    }
  }

  @Test
  void without_a_file_nothing_can_be_validated() {
    Run run = Run.of("validate");
    assertThat(run.err())
        .isEqualTo("sluice: no configuration: name a file, or put sluice.yaml into this folder\n");
    assertThat(run.code()).isEqualTo(3);
  }

  @Test
  void a_host_that_others_reach_needs_keys() throws IOException {
    Run run = Run.of("serve", file("providers: {l: {type: vllm}}\n"), "--host", "0.0.0.0");
    assertThat(run.err())
        .isEqualTo(
            "sluice: server.listen 0.0.0.0:8080 is reachable from outside: set server.keys or"
                + " store, or listen on 127.0.0.1\n");
    assertThat(run.code()).isEqualTo(3);
  }

  @Test
  void one_port_for_both_listeners_is_refused() throws IOException {
    String file = file("providers: {l: {type: vllm}}\n");
    Run run = Run.of("serve", file, "--port", "8123", "--admin-port", "8123");
    assertThat(run.err())
        .isEqualTo(
            "sluice: calls and the admin listener cannot both be at 127.0.0.1:8123: name another"
                + " --port or --admin-port\n");
    assertThat(run.code()).isEqualTo(3);
  }

  @Test
  void bodies_that_no_heap_holds_are_found_before_the_start() throws IOException {
    String file = file("server: {bodies: 100GiB}\nproviders: {l: {type: vllm}}\n");
    Run validate = Run.of("validate", file);
    assertThat(validate.out())
        .startsWith(file + ":1:18: server.bodies is 102400 MiB, above three quarters (")
        .endsWith(": lower it, or give the process more memory (SLUICE_MEMORY, in MiB)\n");
    assertThat(validate.code()).isEqualTo(1);
    Run serve = Run.of("serve", file);
    assertThat(serve.err())
        .startsWith("sluice: server.bodies is 102400 MiB, above three quarters (")
        .endsWith(": lower it, or give the process more memory (SLUICE_MEMORY, in MiB)\n");
    assertThat(serve.code()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"200k", "1.5K", "many"})
  void a_limit_that_is_no_number_is_refused_before_a_gateway_is_asked(String limit) {
    for (String option : List.of("--rpm", "--tpm", "--concurrent")) {
      Run run = Run.of("keys", "create", "--team", "t", "--name", "n", option, limit);
      assertThat(run.err())
          .startsWith(
              "Invalid value for option '%s': must be a whole number from 0 to 1000G, such as 500, 200K or 5M, is '%s'\n"
                  .formatted(option, limit));
      assertThat(run.code()).isEqualTo(2);
    }
  }

  @Test
  void a_command_is_guessed_from_its_misspelling() {
    Run run = Run.of("servee");
    assertThat(run.err()).contains("Did you mean: sluice serve?");
    assertThat(run.code()).isEqualTo(2);
  }

  @Test
  void the_version_names_commit_jdk_scheduler_and_transport() {
    Run run = Run.of("--version");
    assertThat(run.out())
        .containsPattern("sluice \\d+\\.\\d+\\.\\d+\n")
        .contains(
            "commit ",
            "jdk        25",
            "scheduler  event loops",
            "transport  NIO, Netty 4.",
            "memory     heap ");
    assertThat(run.code()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serve",
        "demo",
        "init",
        "schema",
        "validate",
        "explain",
        "reload",
        "login",
        "report",
        "simulate",
        "lab",
        "keys create",
        "teams list",
        "spend",
        "calls",
        "budgets",
        "audit list"
      })
  void every_command_has_its_help_in_80_columns(String command) {
    Run run = Run.of((command + " --help").split(" "));
    assertThat(run.out()).startsWith("Usage: sluice " + command);
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 80);
    assertThat(run.code()).isZero();
  }
}
