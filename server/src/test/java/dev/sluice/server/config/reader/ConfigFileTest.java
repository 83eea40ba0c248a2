package dev.sluice.server.config.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.accounts.terms.KeyLimits;
import dev.sluice.call.request.Band;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.policy.BatchConfig;
import dev.sluice.config.policy.Bound;
import dev.sluice.config.policy.BreakerConfig;
import dev.sluice.config.policy.CacheConfig;
import dev.sluice.config.policy.OpenTime;
import dev.sluice.config.policy.RaceConfig;
import dev.sluice.config.policy.RetryConfig;
import dev.sluice.config.policy.ReuseConfig;
import dev.sluice.config.policy.RoutePolicy;
import dev.sluice.config.policy.RoutePolicy.Affinity;
import dev.sluice.config.policy.RoutePolicy.Balance;
import dev.sluice.config.policy.RoutePolicy.Choice;
import dev.sluice.config.policy.RoutePolicy.CommitConfig;
import dev.sluice.config.policy.TimeoutConfig;
import dev.sluice.config.policy.UpstreamStream;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.provider.Secret;
import dev.sluice.config.quota.ChargeTerms;
import dev.sluice.config.quota.Concurrency;
import dev.sluice.config.quota.QuotaConfig;
import dev.sluice.config.quota.QuotaLimits;
import dev.sluice.config.yaml.ConfigException;
import dev.sluice.config.yaml.Doc;
import dev.sluice.config.yaml.FilePosition;
import dev.sluice.report.ReportConfig;
import dev.sluice.server.client.Client;
import dev.sluice.server.client.ClientKey;
import dev.sluice.server.client.Tenancy;
import dev.sluice.server.config.AdminConfig;
import dev.sluice.server.config.LogConfig;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.config.UpstreamErrors;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {
  @TempDir private Path folder;

  private static SluiceConfig read(String text, Map<String, String> env) {
    return ConfigFile.of(Doc.parse("sluice.yaml", text, env)).config();
  }

  @Test
  void a_commit_point_is_a_word_or_a_time_and_a_route_keeps_what_it_leaves_out() {
    String defaults = "{commit: complete, commit_max: 2MiB}";
    SluiceConfig config =
        read(
            """
            providers: {local: {type: vllm, url: "http://10.0.0.1:8000/v1"}}
            defaults: %s
            routes:
              all: {models: [a], targets: [{provider: local}]}
              timed: {models: [b], targets: [{provider: local}], commit: 2s}
              first: {models: [c], targets: [{provider: local}], commit: first_event}
            """
                .formatted(defaults),
            Map.of());
    assertThat(config.gateway().routes())
        .extracting(route -> route.policy().commit())
        .containsExactly(
            new CommitConfig(Optional.empty(), 2 << 20),
            new CommitConfig(Optional.of(Duration.ofSeconds(2)), 2 << 20),
            new CommitConfig(Optional.of(Duration.ZERO), 2 << 20));
  }

  @Test
  void everything_that_can_be_said_is_bound() throws IOException {
    Path secret = Files.writeString(folder.resolve("openai-2"), "second\n");
    SluiceConfig config =
        read(
            """
            server:
              listen: 0.0.0.0:8081
              keys: ["${env:SLUICE_KEY}", other]
              max_body: 16MiB
              bodies: 2GiB
              header_timeout: 5s
              body_timeout: 250ms
              drain: 2m
            admin: {listen: "[::]:9091", token: "${env:TOKEN}"}
            providers:
              openai:
                type: openai
                keys: ["${env:OPENAI_API_KEY}", "${file:SECRET}"]
              azure: {type: azure, url: "https://my.openai.azure.com/", key: k}
              local: {type: vllm, url: "http://10.0.0.1:8000/v1"}
              near: {type: compatible, url: "http://localhost:1", allow_private: true}
            defaults:
              timeout: {connect: 1s, first_token: adaptive, stall: 90s, total: 1h}
              upstream_stream: never
            routes:
              fast:
                models: [gpt-5-mini, "fast/*"]
                targets:
                  - {provider: openai, model: gpt-5-mini, weight: 4}
                  - {provider: local, fallback: true}
              any:
                models: ["*"]
                targets: [{provider: near}]
                timeout: {stall: adaptive, first_token: 2s..90s}
                upstream_stream: always
            """
                .replace("SECRET", secret.toString()),
            Map.of("SLUICE_KEY", "in", "TOKEN", "t", "OPENAI_API_KEY", "first"));
    assertThat(config.server())
        .isEqualTo(
            new ServerConfig(
                new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 8081),
                ClientKey.plain(List.of(new Secret("in"), new Secret("other"))),
                16 << 20,
                2L << 30,
                Duration.ofSeconds(5),
                Duration.ofMillis(250),
                Duration.ofMinutes(2)));
    assertThat(config.admin())
        .isEqualTo(
            new AdminConfig(
                new InetSocketAddress(InetAddress.ofLiteral("::"), 9091),
                Optional.of(new Secret("t"))));
    assertThat(config.gateway().discover()).isFalse();
    assertThat(config.gateway().providers())
        .containsExactly(
            provider("openai", ProviderType.OPENAI, "https://api.openai.com/v1", "first", "second"),
            provider("azure", ProviderType.AZURE, "https://my.openai.azure.com", "k"),
            inside("local", ProviderType.VLLM, "http://10.0.0.1:8000/v1"),
            inside("near", ProviderType.COMPATIBLE, "http://localhost:1"));
    assertThat(config.gateway().routes())
        .containsExactly(
            new RouteConfig(
                "fast",
                List.of("gpt-5-mini", "fast/*"),
                List.of(
                    new TargetConfig("openai", Optional.of("gpt-5-mini"), 4, 0),
                    new TargetConfig("local", Optional.empty(), 1, 1)),
                bounded(
                    new TimeoutConfig(
                        Duration.ofSeconds(1),
                        TimeoutConfig.FIRST_TOKEN,
                        new Bound.Fixed(Duration.ofSeconds(90)),
                        Duration.ofHours(1)))),
            new RouteConfig(
                "any",
                List.of("*"),
                List.of(new TargetConfig("near", Optional.empty(), 1, 0)),
                streamed(
                    new TimeoutConfig(
                        Duration.ofSeconds(1),
                        new Bound.Adaptive(Duration.ofSeconds(2), Duration.ofSeconds(90)),
                        TimeoutConfig.STALL,
                        Duration.ofHours(1)))));
  }

  @Test
  void the_choice_among_targets_is_read_key_by_key() {
    SluiceConfig config =
        read(
            """
            providers: {local: {type: vllm}}
            defaults: {balance: least_busy, affinity: user}
            routes:
              a: {models: [a], targets: [{provider: local}], affinity: prefix, keys: spread}
              b: {models: [b], targets: [{provider: local}], affinity: off}
            """,
            Map.of());
    List<RouteConfig> routes = config.gateway().routes();
    assertThat(routes.getFirst().policy().choice())
        .isEqualTo(new Choice(Balance.LEAST_BUSY, Affinity.PREFIX, true));
    assertThat(routes.getLast().policy().choice())
        .isEqualTo(new Choice(Balance.LEAST_BUSY, Affinity.OFF, false));
  }

  @Test
  void a_shadow_is_read_with_its_target_and_its_share() {
    SluiceConfig config =
        read(
            """
            providers: {local: {type: vllm}}
            routes:
              a:
                models: [a]
                targets: [{provider: local, model: a}]
                shadow: {provider: local, model: b, share: 2.5%}
              b: {models: [b], targets: [{provider: local}]}
            """,
            Map.of());
    List<RouteConfig> routes = config.gateway().routes();
    assertThat(routes.getFirst().policy().shadow())
        .contains(new RoutePolicy.Shadow("local", Optional.of("b"), 0.025));
    assertThat(routes.getLast().policy().shadow()).isEmpty();
  }

  @Test
  void windows_of_targets_and_what_moves_behind_a_refusal_are_read() {
    SluiceConfig config =
        read(
            """
            providers: {local: {type: vllm}}
            defaults: {fallback_on: [content_filter]}
            routes:
              filtered:
                models: [a]
                targets: [{provider: local, model: a, context: 128K}, {provider: local, model: b}]
              strict:
                models: [b]
                targets: [{provider: local}]
                retry: off
            """,
            Map.of());
    List<RouteConfig> routes = config.gateway().routes();
    assertThat(routes.getFirst().targets().getFirst().context()).hasValue(128_000);
    assertThat(routes.getFirst().targets().getLast().context()).isEmpty();
    assertThat(routes.getFirst().policy().retry())
        .isEqualTo(RetryConfig.defaults().onContentFilter(true));
    assertThat(routes.getLast().policy().retry())
        .isEqualTo(RetryConfig.off().onContentFilter(true));
  }

  @Test
  void how_targets_are_told_a_beginning_and_what_goes_on_are_read() {
    SluiceConfig config =
        read(
            """
            providers: {local: {type: vllm}, other: {type: mistral, key: k}}
            defaults: {resume: prefill}
            routes:
              resumed:
                models: [a]
                targets:
                  - {provider: local, model: a, prefill: continue_final_message}
                  - {provider: other, model: a, prefill: prefix}
                  - {provider: local, model: b}
              strict:
                models: [b]
                targets: [{provider: local}]
                resume: off
            """,
            Map.of());
    List<RouteConfig> routes = config.gateway().routes();
    assertThat(routes.getFirst().targets().stream().map(TargetConfig::prefill))
        .containsExactly(
            Optional.of(TargetConfig.Prefill.CONTINUE_FINAL_MESSAGE),
            Optional.of(TargetConfig.Prefill.PREFIX),
            Optional.empty());
    assertThat(routes.getFirst().policy().retry().resumes()).isTrue();
    assertThat(routes.getLast().policy().retry().resumes()).isFalse();
  }

  @Test
  void logs_are_bound_and_have_defaults() {
    String provider = "providers: {p: {type: ollama}}\n";
    assertThat(config(provider).log()).isEqualTo(LogConfig.defaults());
    assertThat(config(provider + "log: {calls: text, level: warn}").log())
        .isEqualTo(new LogConfig(LogConfig.Calls.TEXT, LogConfig.Level.WARN));
    assertThat(config(provider + "log: {calls: off}").log())
        .isEqualTo(new LogConfig(LogConfig.Calls.OFF, LogConfig.Level.INFO));
    assertThat(
            config(provider + "log: {upstream_errors: {keys: [live], for: 10m}}")
                .log()
                .upstreamErrors())
        .isEqualTo(new UpstreamErrors(List.of("live"), Optional.of(Duration.ofMinutes(10))));
    assertThat(config(provider + "log: {}").log().upstreamErrors().isOff()).isTrue();
    assertThatThrownBy(() -> config(provider + "log: {upstream_errors: {}}"))
        .hasMessageContaining("log.upstream_errors")
        .hasMessageContaining("says neither for which keys nor for how long: add keys: [NAME]");
    assertThatThrownBy(() -> config(provider + "log: {upstream_errors: {for: 2d}}"))
        .hasMessageContaining("log.upstream_errors.for");
    assertThatThrownBy(() -> config(provider + "log: {calls: jsno}"))
        .hasMessageContaining("log.calls")
        .hasMessageContaining("did you mean json?");
  }

  @Test
  void what_the_report_aims_at_is_bound_and_has_defaults() {
    String provider = "providers: {p: {type: ollama}}\n";
    assertThat(config(provider).report()).isEqualTo(ReportConfig.defaults());
    String all =
        """
        report:
          failed: 3%
          latency: 900ms
          rate_limit_hits: 2%
          timeouts: 1.5%
          retries: 0.5
          retry_rate: 7%
          queue_wait: 3s
          refused: 4%
          utilisation: 80%
          pinning: on
        """;
    assertThat(config(provider + all).report())
        .isEqualTo(
            new ReportConfig(
                0.03,
                Duration.ofMillis(900),
                0.02,
                0.015,
                0.5,
                0.07,
                Duration.ofSeconds(3),
                0.04,
                0.8,
                true));
    assertThatThrownBy(() -> config(provider + "report: {pinning: yes}"))
        .hasMessageContaining("report.pinning must be one of on, off, is 'yes'");
    assertThatThrownBy(() -> config(provider + "report: {latncy: 2s}"))
        .hasMessageContaining("did you mean 'latency'?");
  }

  @Test
  void the_tier_that_an_account_has_by_default_is_a_providers() {
    SluiceConfig config =
        config(
            """
            providers: {mine: {type: openai, key: k}}
            prices: {default_tier: {mine: Priority}}
            """);
    assertThat(config.money().usualTiers()).isEqualTo(Map.of("mine", "priority"));
    assertThat(config.money().isPriced()).isTrue();
  }

  private static SluiceConfig config(String text) {
    return ConfigFile.of(Doc.parse("sluice.yaml", text, Map.of())).config();
  }

  @Test
  void each_limit_of_a_key_is_a_count_or_none() {
    SluiceConfig config =
        config(
            """
            providers: {mine: {type: openai, key: k}}
            server:
              keys:
                - {name: one, key: secret-one, limits: {rpm: 2K, tpm: 0, concurrent: 1K}}
                - {name: two, key: secret-two, limits: {rpm: 0, tpm: 5M, concurrent: 0}}
            """);
    assertThat(config.server().keys())
        .extracting(key -> key.client().terms().limits())
        .containsExactly(new KeyLimits(2_000, 0, 1_000), new KeyLimits(0, 5_000_000, 0));
  }

  @Test
  void what_a_provider_allows_is_bound() {
    SluiceConfig config =
        read(
            """
            providers:
              openai:
                type: openai
                key: k
                limits:
                  gpt-5-mini: {rpm: 500, tpm: 200K, input_tpm: 150K, output_tpm: 50K, rpd: 10000, burst: 5s, concurrent: 64, output: 2K}
                  "*": {rpm: 60}
              local: {type: vllm, concurrency: 8}
              idle: {type: ollama}
              other: {type: groq, key: k}
            """,
            Map.of());
    assertThat(config.gateway().quotas())
        .isEqualTo(
            Map.of(
                "openai",
                new QuotaConfig(
                    Map.of(
                        "gpt-5-mini",
                        new QuotaLimits(
                            OptionalLong.of(500),
                            OptionalLong.of(200_000),
                            OptionalLong.of(150_000),
                            OptionalLong.of(50_000),
                            OptionalLong.of(10_000),
                            Optional.of(Duration.ofSeconds(5)),
                            OptionalInt.of(64),
                            OptionalLong.of(2_000),
                            ChargeTerms.NONE),
                        "*",
                        new QuotaLimits(
                            OptionalLong.of(60),
                            OptionalLong.empty(),
                            OptionalLong.empty(),
                            OptionalLong.empty(),
                            OptionalLong.empty(),
                            Optional.empty(),
                            OptionalInt.empty(),
                            OptionalLong.empty(),
                            ChargeTerms.NONE)),
                    new Concurrency.Unbounded()),
                "local",
                new QuotaConfig(Map.of(), new Concurrency.Fixed(8)),
                "idle",
                new QuotaConfig(Map.of(), new Concurrency.Adaptive()),
                "other",
                QuotaConfig.defaults()));
  }

  private static RoutePolicy bounded(TimeoutConfig bounds) {
    return RoutePolicy.defaults().with(bounds).with(UpstreamStream.NEVER);
  }

  private static RoutePolicy streamed(TimeoutConfig bounds) {
    return RoutePolicy.defaults().with(bounds).with(UpstreamStream.ALWAYS);
  }

  @Test
  void routes_say_what_is_shared() {
    SluiceConfig config =
        read(
            """
            providers: {local: {type: vllm}}
            defaults: {coalesce: true}
            routes:
              a: {models: [a], targets: [{provider: local}]}
              b: {models: [b], targets: [{provider: local}], coalesce: false}
            """,
            Map.of());
    assertThat(config.gateway().routes().stream().map(route -> route.policy().reuse().coalesce()))
        .containsExactly(true, false);
  }

  @Test
  void repeats_and_races_are_bound() {
    SluiceConfig config =
        read(
            """
            providers: {local: {type: vllm}}
            defaults: {retry: {attempts: 5}, race: {budget: 1.5%}}
            routes:
              a: {models: [a], targets: [{provider: local}]}
              b: {models: [b], targets: [{provider: local}], retry: {budget: 100%}, race: off}
              c: {models: [c], targets: [{provider: local}], retry: off, race: {}}
            """,
            Map.of());
    List<RoutePolicy> policies =
        config.gateway().routes().stream().map(RouteConfig::policy).toList();
    assertThat(policies.stream().map(RoutePolicy::retry))
        .containsExactly(new RetryConfig(5, 0.1), new RetryConfig(5, 1), RetryConfig.off());
    assertThat(policies.stream().map(RoutePolicy::race))
        .containsExactly(new RaceConfig(0.015), RaceConfig.off(), new RaceConfig(0.015));
  }

  @Test
  void a_route_may_repeat_although_the_defaults_do_not() {
    SluiceConfig config =
        read(
            """
            providers: {local: {type: vllm}}
            defaults: {retry: off, race: off}
            routes:
              a: {models: [a], targets: [{provider: local}], retry: {attempts: 2}}
              b: {models: [b], targets: [{provider: local}], retry: {budget: 20%}, race: {}}
            """,
            Map.of());
    List<RoutePolicy> policies =
        config.gateway().routes().stream().map(RouteConfig::policy).toList();
    assertThat(policies.stream().map(RoutePolicy::retry))
        .containsExactly(new RetryConfig(2, 0.1), new RetryConfig(3, 0.2));
    assertThat(policies.getLast().race()).isEqualTo(new RaceConfig(0.025));
  }

  private static ProviderConfig provider(
      String name, ProviderType type, String url, String... keys) {
    List<Secret> secrets = List.of(keys).stream().map(Secret::new).toList();
    return new ProviderConfig(name, type, URI.create(url), secrets, false);
  }

  private static ProviderConfig inside(String name, ProviderType type, String url) {
    return new ProviderConfig(name, type, URI.create(url), List.of(), true);
  }

  @Test
  void a_breaker_is_bound_key_by_key_or_off() {
    SluiceConfig config =
        read(
            """
            providers: {local: {type: vllm}}
            defaults: {breaker: {failures: 3, open: 1s..2m}}
            routes:
              none: {models: [a], targets: [{provider: local}]}
              keys:
                models: [b]
                targets: [{provider: local}]
                breaker: {window: 10s, failure_rate: 25%, min_calls: 20, open: 60s}
              off: {models: [d], targets: [{provider: local}], breaker: "off"}
            """,
            Map.of());
    Duration minute = Duration.ofMinutes(1);
    assertThat(config.gateway().routes().stream().map(route -> route.policy().breaker()))
        .containsExactly(
            Optional.of(breaker(30, 0.5, 10, Duration.ofSeconds(1), Duration.ofMinutes(2))),
            Optional.of(breaker(10, 0.25, 20, minute, minute)),
            Optional.empty());
  }

  @Test
  void what_tries_an_open_circuit_without_calls_is_one_of_three_words() {
    for (BreakerConfig.Probe probe : BreakerConfig.Probe.values()) {
      String text =
          """
          providers: {local: {type: vllm}}
          defaults: {breaker: {probe: %s}}
          routes: {a: {models: [a], targets: [{provider: local}]}}
          """
              .formatted(probe.word());
      SluiceConfig config = read(text, Map.of());
      assertThat(config.gateway().routes().getFirst().policy().breaker())
          .contains(BreakerConfig.defaults().with(probe));
    }
  }

  private static BreakerConfig breaker(
      int window, double rate, int calls, Duration base, Duration max) {
    return new BreakerConfig(3, Duration.ofSeconds(window), rate, calls, new OpenTime(base, max));
  }

  @Test
  void a_batch_is_bound_key_by_key_or_off() {
    SluiceConfig config =
        read(
            """
            providers: {local: {type: vllm}}
            defaults: {batch: {max_items: 16}}
            routes:
              none: {models: [a], targets: [{provider: local}]}
              keys: {models: [b], targets: [{provider: local}], batch: {max_wait: 5ms}}
              off: {models: [d], targets: [{provider: local}], batch: off}
            """,
            Map.of());
    assertThat(config.gateway().routes().stream().map(route -> route.policy().reuse().batch()))
        .containsExactly(
            Optional.of(new BatchConfig(16, Duration.ofMillis(20))),
            Optional.of(new BatchConfig(16, Duration.ofMillis(5))),
            Optional.empty());
  }

  @Test
  void calls_of_the_lowest_band_are_put_together_unless_batch_is_off() {
    SluiceConfig config =
        read(
            """
            providers: {local: {type: openai, key: k}}
            routes:
              none: {models: [a], targets: [{provider: local}]}
              off: {models: [b], targets: [{provider: local}], batch: off}
            """,
            Map.of());
    assertThat(config.gateway().routes().stream().map(route -> route.policy().reuse()))
        .containsExactly(ReuseConfig.defaults(), ReuseConfig.none());
  }

  @Test
  void a_cache_is_bound_key_by_key_or_off() {
    SluiceConfig config =
        read(
            """
            providers: {local: {type: vllm}}
            defaults: {cache: {max: 2MiB}}
            routes:
              none: {models: [a], targets: [{provider: local}]}
              keys: {models: [b], targets: [{provider: local}], cache: {ttl: 5m}}
              off: {models: [c], targets: [{provider: local}], cache: off}
            """,
            Map.of());
    assertThat(config.gateway().routes().stream().map(route -> route.policy().reuse().cache()))
        .containsExactly(
            Optional.of(new CacheConfig(2 << 20, Duration.ofHours(1))),
            Optional.of(new CacheConfig(2 << 20, Duration.ofMinutes(5))),
            Optional.empty());
  }

  @Test
  void a_file_without_routes_takes_them_from_its_providers() {
    SluiceConfig config = read("providers: {local: {type: vllm}}", Map.of());
    assertThat(config.gateway().discover()).isTrue();
    assertThat(config.server()).isEqualTo(ServerConfig.defaults());
    assertThat(config.admin()).isEqualTo(AdminConfig.defaults());
  }

  @Test
  void a_file_is_loaded_whole() throws IOException {
    Path file = folder.resolve("sluice.yaml");
    Files.writeString(file, "# \u00e4\nproviders: {local: {type: vllm}}\n");
    ConfigFile loaded = ConfigFile.load(file.toString(), Map.of());
    assertThat(loaded.position("providers", "local"))
        .contains(new FilePosition(file.toString(), 2, 20));
    assertThat(loaded.position("routes")).isEmpty();
  }

  @Test
  void a_file_that_cannot_be_read_says_why() throws IOException {
    Path latin = Files.write(folder.resolve("latin.yaml"), new byte[] {'a', ':', (byte) 0xe4});
    Path large = Files.write(folder.resolve("large.yaml"), new byte[1024 * 1024 + 1]);
    assertThat(problem(latin.toString())).isEqualTo(latin + ":1:1: the file is not UTF-8 text");
    assertThat(problem(large.toString())).isEqualTo(large + ":1:1: the file is larger than 1MiB");
    assertThat(problem(folder.toString())).isEqualTo(folder + ":1:1: the file cannot be read");
    assertThat(problem("none.yaml")).isEqualTo("none.yaml:1:1: there is no such file");
    assertThat(problem("a\0b")).endsWith(":1:1: the file cannot be read");
  }

  private static String problem(String file) {
    try {
      ConfigFile.load(file, Map.of());
      return "none";
    } catch (ConfigException e) {
      return e.problems().getFirst().toString();
    }
  }

  @Test
  void a_secret_file_loses_one_newline_only() throws IOException {
    Path file = Files.writeString(folder.resolve("key"), "k\r\n");
    assertThat(key("${file:" + file + "}")).isEqualTo("k");
    Files.writeString(file, "k\n\n");
    assertThat(problemOf("${file:" + file + "}")).contains("must be visible ASCII");
  }

  @Test
  void a_secret_file_must_be_small_text() throws IOException {
    Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff});
    assertThat(problemOf("${file:" + binary + "}")).contains("needs a file of UTF-8 text");
    Path large = Files.write(folder.resolve("large"), new byte[512 * 1024 + 1]);
    assertThat(problemOf("${file:" + large + "}")).contains("needs a file of 512KiB at most");
  }

  @Test
  @Timeout(20)
  void a_secret_file_is_a_regular_one_so_that_nothing_is_waited_for() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Path link = Files.createSymbolicLink(folder.resolve("link"), pipe);
    for (Object name : List.of(pipe, link, folder, "/dev/zero")) {
      assertThat(problemOf("${file:" + name + "}")).contains("needs a regular file, not");
    }
    Path file = Files.writeString(folder.resolve("key"), "k");
    Path linked = Files.createSymbolicLink(folder.resolve("linked"), file);
    assertThat(key("${file:" + linked + "}")).isEqualTo("k");
  }

  @Test
  void references_may_stand_within_a_text() {
    assertThat(key("a${env:X}b$${env:X}c$d")).isEqualTo("a1b${env:X}c$d");
  }

  private static String key(String value) {
    String text = "providers: {a: {type: openai, key: \"%s\"}}".formatted(value);
    SluiceConfig config = read(text, Map.of("X", "1"));
    return config.gateway().providers().getFirst().keys().getFirst().reveal();
  }

  private static String problemOf(String value) {
    try {
      return key(value);
    } catch (ConfigException e) {
      return e.problems().getFirst().toString();
    }
  }

  @Test
  void keys_may_have_a_name_a_tenant_and_a_priority() {
    SluiceConfig config =
        read(
            """
            server:
              keys:
                - one
                - {name: app, key: "${env:APP}"}
                - {name: search, key: three, tenant: web, priority: critical}
                - {name: feeds, key: four, tenant: web, priority: batch}
                - {name: proxy, key: five, tenant: "*"}
            providers: {local: {type: vllm}}
            """,
            Map.of("APP", "two"));
    assertThat(config.server().keys())
        .containsExactly(
            ClientKey.plain(1, new Secret("one")),
            key("two", "app", new Tenancy.Fixed("app"), Band.INTERACTIVE, true),
            key("three", "search", new Tenancy.Fixed("web"), Band.CRITICAL, false),
            key("four", "feeds", new Tenancy.Fixed("web"), Band.BATCH, false),
            key("five", "proxy", new Tenancy.Divided("proxy"), Band.INTERACTIVE, true));
  }

  private SluiceConfig oldNames(String until) {
    return read(
        """
        server: {keys: {list: [one], old_names: "%s"}}
        providers: {local: {type: vllm}}
        """
            .formatted(until),
        Map.of());
  }

  @Test
  void old_names_are_taken_until_the_end_of_a_day_or_an_instant() {
    SluiceConfig config = oldNames("until 2026-12-31");
    assertThat(config.server().keys()).containsExactly(ClientKey.plain(1, new Secret("one")));
    assertThat(config.server().oldNames())
        .isEqualTo(Instant.parse("2027-01-01T00:00:00Z").toEpochMilli());
    assertThat(oldNames("until 2026-12-31T18:00:00Z").server().oldNames())
        .isEqualTo(Instant.parse("2026-12-31T18:00:00Z").toEpochMilli());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-12-31",
        "until",
        "until 2026-02-30",
        "until tomorrow",
        "until 31.12.2026",
        "UNTIL 2026-12-31",
        "until 2026-12-31 12:00",
        "until +1000000000-12-31T23:59:59Z",
        "until 2026-12-31T18:00"
      })
  void what_is_no_date_is_told(String until) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> oldNames(until))
        .satisfies(
            e ->
                assertThat(e.problems().getFirst().toString())
                    .contains("server.keys.old_names must be until and a day", "is '" + until));
  }

  @Test
  void a_store_needs_no_list_of_keys() {
    SluiceConfig config =
        read(
            """
            store: {path: data}
            server: {keys: {old_names: until 2026-12-31}}
            providers: {local: {type: vllm}}
            """,
            Map.of());
    assertThat(config.server().keys()).isEmpty();
    assertThat(config.server().oldNames()).isPositive();
  }

  @Test
  void a_key_of_a_provider_may_say_which_it_has_replaced() {
    SluiceConfig config =
        read(
            """
            providers:
              a: {type: openai, keys: [one, {key: two, former: [older, oldest]}]}
            """,
            Map.of());
    ProviderConfig provider = config.gateway().providers().getFirst();
    assertThat(provider.keys()).containsExactly(new Secret("one"), new Secret("two"));
    assertThat(provider.formerKeys(new Secret("two")))
        .containsExactly(new Secret("older"), new Secret("oldest"));
    assertThat(provider.formerKeys(new Secret("one"))).isEmpty();
  }

  private static ClientKey key(
      String secret, String name, Tenancy tenancy, Band highest, boolean alone) {
    var client = new Client(name, tenancy, highest);
    return new ClientKey(new Secret(secret), client, false, 0, alone);
  }
}
