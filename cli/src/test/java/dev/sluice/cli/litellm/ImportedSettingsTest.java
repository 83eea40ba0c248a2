package dev.sluice.cli.litellm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.TargetConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportedSettingsTest {
  private static final String MODELS =
      """
      model_list:
      - {model_name: a, litellm_params: {model: openai/a}}
      - {model_name: b, litellm_params: {model: anthropic/b}}
      - {model_name: "g/*", litellm_params: {model: "groq/*"}}
      """;

  @TempDir private Path folder;
  private LitellmFile file;

  @BeforeEach
  void setUp() {
    file = new LitellmFile(folder);
  }

  private String text(String settings) throws IOException {
    return file.text(MODELS + settings);
  }

  private List<String> lines(String settings) throws IOException {
    return file.lines(MODELS + settings);
  }

  @Test
  void fallbacks_become_targets_of_later_ranks() throws IOException {
    assertThat(lines("router_settings: {fallbacks: [{a: [b, g/llama]}], num_retries: 1}\n"))
        .containsSubsequence(
            "retry: {attempts: 4}",
            "a:",
            "- {provider: openai, model: a}",
            "- {provider: anthropic, model: b, fallback: 1}",
            "- {provider: groq, model: llama, fallback: 2}",
            "b:",
            "- {provider: anthropic, model: b}",
            "g:");
  }

  @Test
  void fallbacks_of_all_models_stand_in_for_each() throws IOException {
    var routes =
        file.config(MODELS + "litellm_settings: {default_fallbacks: [b]}\n").gateway().routes();
    assertThat(routes)
        .extracting(route -> route.targets().stream().map(TargetConfig::rank).toList())
        .containsExactly(List.of(0, 1), List.of(0), List.of(0, 1));
  }

  @Test
  void a_fallback_that_is_no_model_is_told() throws IOException {
    assertThat(text("litellm_settings:\n  fallbacks: [{a: [gone, \"g/*\"]}, {no: [b]}, 7]\n"))
        .contains("# line 6: fallbacks: 'gone' is no model that carried over by its own name")
        .contains("# line 6: fallbacks: 'g/*' is no model that carried over by its own name")
        .contains("# line 6: fallbacks: 'no' is no model_name that carried over")
        .contains("# line 6: fallbacks: must be a list of maps");
  }

  @Test
  void fallbacks_for_filters_and_windows_are_carried_where_the_model_stands_in_anyhow()
      throws IOException {
    String both = "context_window_fallbacks: [{a: [b]}], content_policy_fallbacks: [{a: [b]}]";
    assertThat(text("router_settings: {fallbacks: [{a: [b]}], " + both + "}\n"))
        .contains("fallback_on: [content_filter]")
        .doesNotContain("# line 5:");
    assertThat(text("router_settings: {" + both + "}\n"))
        .contains("# line 5: context_window_fallbacks: add the model to the route")
        .contains("# line 5: content_policy_fallbacks: add the model to the route");
  }

  @Test
  void an_alias_is_another_name_of_the_route() throws IOException {
    assertThat(
            text(
                "router_settings: {model_group_alias: {x: a, y: {model: a, hidden: true}, b: a,"
                    + " z: \"g/*\", w: gone}}\n"))
        .contains("models: [a, x, y]")
        .contains("'b' is the name of another model already")
        .contains("'z' stands for a pattern")
        .contains("'w' stands for a model that is not in model_list");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          num_retries: 2                              | retry: {attempts: 3}
          num_retries: 0                              | retry: off
          num_retries: 99                             | retry: {attempts: 10}
          request_timeout: 600                        | timeout: {total: 10m}
          request_timeout: 20.5                       | timeout: {first_token: 20500ms}
          stream_timeout: 30                          | timeout: {first_token: 3s..30s}
          allowed_fails: 3, cooldown_time: 60         | breaker: {failures: 4, open: 1m}
          cooldown_time: 0.001                        | breaker: {open: 100ms}
          cache: True                                 | cache: {max: 64MiB}
          cache: on, cache_params: {ttl: 120}         | cache: {max: 64MiB, ttl: 2m}
          routing_strategy: least-busy                | balance: least_busy
          optional_pre_call_checks: [prompt_caching]  | affinity: prefix
          drop_params: false                          | translate: strict
          max_budget: 100, budget_duration: 30d       | budgets: {all: [100USD/month]}
          max_budget: 0.5, budget_duration: 24h       | budgets: {all: [0.5USD/day]}
          max_budget: 7                               | budgets: {all: [7USD/total]}
          max_budget: 5, budget_duration: 12h         | budgets: {all: [5USD/day]}
          max_budget: 5, budget_duration: 90d         | budgets: {all: [5USD/total]}
          set_verbose: True                           | log: {level: debug}
          """)
  void a_setting_has_a_counterpart(String setting, String line) throws IOException {
    assertThat(lines("litellm_settings: {" + setting + "}\n")).contains(line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          num_retries: many                      | num_retries: is no number that can be read here
          num_retries: -1                        | num_retries: must be a whole number from 0 on
          request_timeout: 1e99                  | request_timeout: must be a time from 1ms to 24h
          allowed_fails: [1]                     | allowed_fails: must be a single value
          max_budget: 5, budget_duration: 12h    | budget_duration: budgets are for a day, a week, a month or in total: it is for a day now, which is stricter
          max_budget: 5, budget_duration: 90d    | budget_duration: budgets are for a day, a week, a month or in total: it is for the whole time
          max_budget: 2000000000                 | max_budget: must be at most a billion dollars
          cache: true, cache_params: {type: redis-semantic} | cache: answers to similar prompts
          cache: true, cache_params: {host: h}   | host: has no counterpart here
          routing_strategy: cost-based-routing   | routing_strategy: has no counterpart
          cache_params: 7                        | cache_params: must hold keys and values
          """)
  void a_setting_that_does_not_carry_over_is_told(String setting, String why) throws IOException {
    assertThat(text("litellm_settings: {" + setting + "}\n")).contains("# line 5: " + why);
  }

  @Test
  void a_remark_stands_where_a_reader_looks_for_it() throws IOException {
    String settings =
        """
        litellm_settings: {max_budget: 5, budget_duration: 12h}
        general_settings: {database_url: x}
        """;
    assertThat(text(settings))
        .containsPattern("# line 6: database_url: .*\nstore: \\{path: data}\n")
        .containsPattern("# line 5: budget_duration: .*\nbudgets: ");
  }

  @Test
  void what_the_router_says_comes_first() throws IOException {
    assertThat(lines("litellm_settings: {num_retries: 1}\nrouter_settings: {num_retries: 4}\n"))
        .contains("retry: {attempts: 5}")
        .doesNotContain("retry: {attempts: 2}");
  }

  @Test
  void the_master_key_is_a_key_for_calls_and_the_admin_token() throws IOException {
    assertThat(
            lines(
                "general_settings: {master_key: os.environ/MASTER, max_parallel_requests: 9,"
                    + " max_request_size_mb: 4, database_url: \"postgresql://u:p@h/d\"}\n"))
        .containsSubsequence(
            "server:",
            "max_body: 4MiB",
            "- {name: master, key: \"${env:MASTER}\", limits: {concurrent: 9}}",
            "admin: {token: \"${env:MASTER}\"}",
            "store: {path: data}");
  }

  @Test
  void each_section_that_has_no_counterpart_is_told_with_its_line() throws IOException {
    assertThat(text("guardrails: []\nmcp_servers: {x: 1}\nenvironment_variables: {A: b}\nodd: 1\n"))
        .contains(
            "# line 5: guardrails: there are no guardrails",
            "# line 6: mcp_servers: the gateway runs no tools",
            "# line 7: environment_variables: set them for the process",
            "# line 8: odd: has no counterpart here");
  }
}
