package dev.sluice.internal.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.Gateway;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.policy.CacheConfig;
import dev.sluice.config.policy.ReuseConfig;
import dev.sluice.config.policy.RoutePolicy;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.provider.Secret;
import dev.sluice.internal.retry.RetryBudget;
import dev.sluice.internal.retry.RetryBudgets;
import dev.sluice.stats.BreakerStats;
import dev.sluice.stats.CacheStats;
import dev.sluice.stats.CredentialStats;
import dev.sluice.stats.GatewayStats;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What goes on from one configuration to the next.
class GenerationTest {
  private static final String URL = "http://127.0.0.1:1/v1";

  private final Gateway gateway =
      Gateway.builder(config(provider("a", URL, "one"), provider("b", URL, "two")))
          .loops(1)
          .start();

  @AfterEach
  void close() {
    gateway.close();
  }

  private static ProviderConfig provider(String name, String url, String... keys) {
    List<Secret> secrets = new ArrayList<>();
    for (String key : keys) {
      secrets.add(new Secret(key));
    }
    return new ProviderConfig(name, ProviderType.COMPATIBLE, URI.create(url), secrets, true);
  }

  private static GatewayConfig config(ProviderConfig... providers) {
    return config("m", providers);
  }

  /// One provider, which anything is asked of.
  static GatewayConfig one(String name) {
    return config(provider(name, URL, "key"));
  }

  /// A route with a cache over all of them.
  private static GatewayConfig config(String model, ProviderConfig... providers) {
    var reuse = new ReuseConfig(Optional.of(CacheConfig.defaults()), true, Optional.empty());
    List<TargetConfig> targets = new ArrayList<>();
    for (ProviderConfig provider : providers) {
      targets.add(new TargetConfig(provider.name(), Optional.of(model), 1, 0));
    }
    var route = new RouteConfig("r", List.of("*"), targets, RoutePolicy.defaults().with(reuse));
    return new GatewayConfig(List.of(providers), List.of(route), false);
  }

  private RetryBudget budget(String target) {
    return ((RetryBudgets) gateway.stats().budgets()).of(target);
  }

  private BreakerStats breaker(String target) {
    return gateway.stats().breakers().stream()
        .filter(stats -> stats.target().equals(target))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void what_is_the_same_goes_on() {
    RetryBudget budget = budget("a/m");
    BreakerStats breaker = breaker("a/m");
    Map<String, CacheStats> caches = gateway.stats().caches();
    assertThat(gateway.reload(config(provider("a", URL, "other"), provider("b", URL, "two"))))
        .isEqualTo(2);
    assertThat(budget("a/m")).isSameAs(budget);
    assertThat(breaker("a/m")).isSameAs(breaker);
    assertThat(gateway.stats().caches()).isEqualTo(caches);
  }

  @Test
  void another_address_or_model_begins_anew() {
    RetryBudget budget = budget("a/m");
    BreakerStats breaker = breaker("a/m");
    CacheStats cache = gateway.stats().caches().get("r");
    gateway.reload(config(provider("a", URL + "x", "one"), provider("b", URL, "two")));
    assertThat(budget("a/m")).isNotSameAs(budget);
    assertThat(breaker("a/m")).isNotSameAs(breaker);
    assertThat(gateway.stats().caches().get("r")).isNotSameAs(cache);
    cache = gateway.stats().caches().get("r");
    gateway.reload(config("n", provider("a", URL + "x", "one"), provider("b", URL, "two")));
    assertThat(gateway.stats().caches().get("r")).isNotSameAs(cache);
  }

  /// With the account of `b` comes nothing of what was known of `a`.
  @Test
  void a_provider_that_is_renamed_to_anothers_name_begins_anew() {
    RetryBudget budget = budget("a/m");
    BreakerStats breaker = breaker("a/m");
    gateway.reload(config(provider("a", URL, "two")));
    assertThat(budget("a/m")).isNotSameAs(budget);
    assertThat(breaker("a/m")).isNotSameAs(breaker);
    assertThat(gateway.stats().breakers()).allMatch(stats -> stats.target().startsWith("a/"));
  }

  @Test
  void a_credential_keeps_its_state_at_another_position() {
    var before = gateway.stats().credentials().getFirst();
    gateway.reload(config(provider("a", URL, "new", "one"), provider("b", URL, "two")));
    List<CredentialStats> stats = gateway.stats().credentials();
    assertThat(stats.get(1)).isSameAs(before);
    assertThat(before.place()).isEqualTo(1);
    assertThat(stats.getFirst()).isNotSameAs(before);
  }

  @Test
  void a_trial_and_an_error_change_nothing() {
    GatewayStats before = gateway.stats();
    gateway.prepare(config(provider("c", URL, "three"))).drop();
    assertThatThrownBy(() -> gateway.reload(config(provider("a", "ftp://host", "one"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("url");
    assertThat(gateway.revision()).isEqualTo(1);
    assertThat(gateway.stats().queues()).isSameAs(before.queues());
    assertThat(gateway.stats().breakers()).isEqualTo(before.breakers());
  }

  @Test
  void what_is_to_hold_is_shown_before_it_does() {
    Gateway.Change change = gateway.prepare(config("n", provider("a", URL, "one")));
    GatewayStats shown = change.stats();
    assertThat(change.revision()).isEqualTo(2);
    assertThat(gateway.revision()).isEqualTo(1);
    change.take();
    assertThat(gateway.revision()).isEqualTo(2);
    assertThat(gateway.stats().queues()).isSameAs(shown.queues());
  }

  @Test
  void a_change_is_not_taken_after_another_or_twice() {
    Gateway.Change late = gateway.prepare(config("n", provider("a", URL, "one")));
    gateway.reload(config("o", provider("a", URL, "one")));
    GatewayStats holds = gateway.stats();
    assertThatThrownBy(late::take)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("configuration 2 was taken since this one was prepared");
    Gateway.Change next = gateway.prepare(config("n", provider("a", URL, "one")));
    assertThat(gateway.stats().queues()).isSameAs(holds.queues());
    next.take();
    assertThatThrownBy(next::take).hasMessageContaining("configuration 3 was taken");
    assertThat(gateway.revision()).isEqualTo(3);
  }

  @Test
  void a_change_that_was_prepared_is_not_taken_by_a_gateway_that_drains() {
    Gateway.Change change = gateway.prepare(config(provider("a", URL, "one")));
    gateway.close();
    assertThatThrownBy(change::take)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("drains");
    assertThat(gateway.revision()).isEqualTo(1);
  }

  /// Whatever goes on refers to no generation that is gone: the heap would grow with each reload.
  @Test
  void a_generation_that_was_replaced_is_given_back() {
    List<WeakReference<Object>> replaced = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      replaced.add(new WeakReference<>(gateway.stats().queues()));
      replaced.add(new WeakReference<>(gateway.catalogue()));
      ProviderConfig a = provider("a", URL, "one", "key-" + i % 3);
      gateway.reload(i % 2 == 0 ? config(a) : config(a, provider("b" + i % 5, URL, "two")));
    }
    await()
        .until(
            () -> {
              System.gc();
              return replaced.stream().allMatch(reference -> reference.get() == null);
            });
  }

  /// A gauge of the configuration before may be read while the next one takes over.
  @Test
  void figures_of_a_quota_can_be_read_by_an_old_view() {
    GatewayStats before = gateway.stats();
    gateway.reload(config(provider("a", URL, "one")));
    gateway.reload(config(provider("a", URL, "one"), provider("b", URL, "two")));
    assertThat(before.quotas().entries())
        .filteredOn(entry -> entry.model().equals("m"))
        .hasSize(2)
        .allSatisfy(entry -> assertThat(before.quotas().gauges(entry)).isPresent());
  }

  @Test
  void a_gateway_that_drains_takes_no_configuration() {
    gateway.close();
    assertThatThrownBy(() -> gateway.reload(config(provider("a", URL, "one"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("drains");
  }
}
