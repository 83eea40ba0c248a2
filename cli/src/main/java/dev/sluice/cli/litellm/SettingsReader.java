package dev.sluice.cli.litellm;

import dev.sluice.accounts.budget.Budget;
import dev.sluice.accounts.budget.Period;
import dev.sluice.accounts.price.PriceProblem;
import dev.sluice.accounts.terms.Overrun;
import dev.sluice.config.value.Durations;
import dev.sluice.config.yaml.Node;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads `general_settings`, `litellm_settings` and `router_settings`.
record SettingsReader(Settings settings, RouteBook routes, Variables variables) {
  private static final long MOST_CONCURRENT = 100_000;
  private static final long MOST_BODY_MIB = 1024;
  private static final long MOST_FAILURES = 1000;
  private static final Duration SHORTEST_TTL = Duration.ofSeconds(1);

  /// Reads all three. What the router says comes before what LiteLLM says in general.
  void read(Node.Mapping root, Remarks remarks) {
    Foreign general = section(root, "general_settings", Settings.SERVER, remarks);
    general(general);
    general.rest();
    List<Foreign> both =
        List.of(
            section(root, "router_settings", Settings.DEFAULTS, remarks),
            section(root, "litellm_settings", Settings.DEFAULTS, remarks));
    both.forEach(new FallbackReader(routes)::read);
    both.forEach(this::calls);
    both.forEach(Foreign::rest);
  }

  private static Foreign section(Node.Mapping root, String key, String place, Remarks remarks) {
    return new Foreign(root, place, remarks).in(key);
  }

  private void general(Foreign in) {
    in.text("master_key").ifPresent(key -> master(in, key));
    if (in.take("database_url").isPresent()) {
      settings.store();
      in.remarkAt(
          Settings.STORE,
          "database_url",
          "a store of Sluice's own keeps keys and costs: in this folder, or in PostgreSQL by"
              + " store.url; --database of the import takes LiteLLM's teams and keys into it");
    }
    Optional<Long> parallel = in.count("max_parallel_requests");
    parallel
        .filter(_ -> settings.hasMaster())
        .ifPresent(calls -> settings.concurrent(Math.min(calls, MOST_CONCURRENT)));
    if (parallel.isPresent()) {
      in.remark("max_parallel_requests", "each other key has `limits` of its own");
    }
    in.count("max_request_size_mb")
        .ifPresent(mib -> settings.maxBody(Math.min(mib, MOST_BODY_MIB)));
  }

  private void master(Foreign in, String key) {
    Optional<String> variable = Reference.variable(key);
    String name = variable.orElseGet(() -> variables.forClear("litellm master key", key));
    if (variable.isEmpty()) {
      in.remark("master_key", "stands in clear, and is not copied: set " + name + " to it");
    }
    in.remark("master_key", "is a key for calls and the admin token: make them two");
    settings.master(variables.refer(name));
  }

  private void calls(Foreign in) {
    Optional<Duration> request = in.seconds("request_timeout");
    Optional<Duration> total = in.seconds("timeout").or(() -> request);
    var patience =
        new Deployment.Patience(
            total, in.seconds("stream_timeout"), Optional.empty(), Optional.empty());
    Patiences.timeout(patience).ifPresent(timeout -> settings.usually("timeout", timeout));
    Optional<Long> most = Patiences.retries(in, "max_retries");
    Patiences.retries(in, "num_retries").or(() -> most).ifPresent(retries -> retry(in, retries));
    breaker(in);
    cache(in);
    budget(in);
    strategy(in);
    if (in.flag("set_verbose")) {
      settings.verbose();
    }
    boolean said = in.text("drop_params").isPresent();
    if (said && !in.flag("drop_params")) {
      settings.usually("translate", "strict");
    }
  }

  private void retry(Foreign in, long retries) {
    int ranks = routes.ranks();
    settings.usually("retry", Patiences.retry(retries, ranks));
    if (ranks > 0) {
      in.remark("num_retries", "attempts at fallbacks are counted, too, so that there are more");
    }
  }

  private void breaker(Foreign in) {
    Optional<Long> fails = Patiences.fails(in);
    Optional<Duration> cooldown = in.seconds("cooldown_time").map(Patiences::open);
    if (fails.isPresent() || cooldown.isPresent()) {
      settings.usually("breaker", breaker(fails, cooldown));
    }
    if (fails.isPresent()) {
      in.remark("allowed_fails", "counts failures in a row here, not those of a minute");
    }
  }

  private static String breaker(Optional<Long> fails, Optional<Duration> cooldown) {
    return Stream.concat(
            fails.map(count -> "failures: " + Math.min(count + 1, MOST_FAILURES)).stream(),
            cooldown.map(time -> "open: " + Durations.show(time)).stream())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private void cache(Foreign in) {
    boolean on = in.flag("cache") || in.flag("cache_responses");
    Foreign params = in.in("cache_params");
    if (!on) {
      params.rest();
      return;
    }
    String type = params.text("type").orElse("local");
    if (type.contains("semantic")) {
      in.remark("cache", "answers to similar prompts are not kept, only those to equal ones: off");
      params.rest();
      return;
    }
    String ttl =
        params
            .seconds("ttl")
            .map(time -> time.compareTo(SHORTEST_TTL) < 0 ? SHORTEST_TTL : time)
            .map(time -> ", ttl: " + Durations.show(time))
            .orElse("");
    settings.usually("cache", "{max: 64MiB" + ttl + "}");
    in.remark(
        "cache",
        "is kept in this process by tenant: embeddings, and chats with `temperature: 0` or a seed");
    params.rest();
  }

  private void budget(Foreign in) {
    Optional<BigDecimal> amount = in.number("max_budget").filter(dollars -> dollars.signum() > 0);
    Optional<String> duration = in.text("budget_duration");
    if (amount.isEmpty()) {
      return;
    }
    Periods period = duration.map(Periods::of).orElseGet(() -> new Periods(Period.TOTAL, true));
    String budget = period.budget(amount.get());
    if (!isBudget(budget)) {
      in.remarkAt(
          Settings.BUDGETS,
          "max_budget",
          "must be at most a billion dollars, with at most nine decimals: left out");
      return;
    }
    settings.budget(budget);
    if (!period.exact()) {
      in.remarkAt(Settings.BUDGETS, "budget_duration", period.stricter());
    }
  }

  private static boolean isBudget(String text) {
    try {
      Budget.parse(text, false, Overrun.USUAL);
      return true;
    } catch (PriceProblem _) {
      return false;
    }
  }

  private void strategy(Foreign in) {
    Optional<String> strategy = in.text("routing_strategy");
    switch (strategy.orElse("simple-shuffle")) {
      case "simple-shuffle" -> {}
      case "least-busy" -> settings.usually("balance", "least_busy");
      case "latency-based-routing" -> {
        settings.usually("balance", "least_busy");
        in.remark("routing_strategy", "least_busy counts attempts and first tokens together");
      }
      case "usage-based-routing", "usage-based-routing-v2" ->
          in.remark("routing_strategy", "limits of providers are kept whatever the strategy");
      default -> in.remark("routing_strategy", "has no counterpart: targets share by weight");
    }
    List<String> checks = in.texts("optional_pre_call_checks");
    if (checks.contains("prompt_caching")) {
      settings.usually("affinity", "prefix");
    } else if (checks.contains("deployment_affinity")) {
      settings.usually("affinity", "key");
    } else if (!checks.isEmpty()) {
      in.remark("optional_pre_call_checks", "have no counterpart; see `affinity` and `limits`");
    }
  }
}
