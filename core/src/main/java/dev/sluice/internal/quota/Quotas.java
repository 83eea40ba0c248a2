package dev.sluice.internal.quota;

import dev.sluice.call.Call;
import dev.sluice.call.gate.Cost;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Permit;
import dev.sluice.call.gate.QueuedDemand;
import dev.sluice.config.quota.ChargeRule;
import dev.sluice.config.quota.QuotaConfig;
import dev.sluice.config.quota.QuotaLimits;
import dev.sluice.internal.permodel.SharedUntilAnswered;
import dev.sluice.internal.quota.estimate.LearnedEstimate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The quotas of one credential, by model; where names are passed on, those that have not answered
/// share one. Guarded like each of them.
public final class Quotas {
  private final ChargeRule rule;
  private QuotaConfig config;
  private final Map<String, Quota> named = new HashMap<>();

  /// Of the names that are passed on and that the configuration knows.
  private final Map<String, Quota> configured = new HashMap<>();

  /// Of all others, which clients make up; null until one is asked for.
  private @Nullable SharedUntilAnswered<Quota> passed;

  public Quotas(QuotaConfig config, ChargeRule rule) {
    this.config = config;
    this.rule = rule;
  }

  /// Changes the configured limits; what is used up and what is learned stays. Under admission's
  /// lock.
  public void configure(QuotaConfig next, long now) {
    if (next.equals(config)) {
      return;
    }
    config = next;
    configured.keySet().retainAll(next.limits().keySet());
    named.forEach((model, quota) -> configure(quota, model, now));
    configured.forEach((model, quota) -> configure(quota, model, now));
    if (passed != null) {
      passed.all().forEach(quota -> configure(quota, QuotaConfig.ANY, now));
    }
  }

  private void configure(Quota quota, String model, long now) {
    quota.configure(config.of(model), config.concurrency(), now);
  }

  /// Forgets the models that no target names any longer.
  ///
  /// @param models those that some target names
  public void retain(Set<String> models) {
    named.keySet().retainAll(models);
  }

  /// The gate of a target.
  ///
  /// @param model the target's; empty where it passes on the name that the call has
  public Gate gate(Optional<String> model, long now) {
    return model
        .<Gate>map(name -> named.computeIfAbsent(name, n -> quota(n, now)))
        .orElseGet(Passing::new);
  }

  /// What `call` is expected to be charged at a target.
  public Charge expected(Optional<String> model, Call call, long now) {
    return of(model.orElse(call.model()), now).expected(call);
  }

  /// Their state, for gauges: of one model that a target names, or, since clients make up the names
  /// of the others, of all those together under `*`. Empty where there is none.
  public Optional<QuotaGauges> gauges(String model, long now) {
    return model.equals(QuotaConfig.ANY)
        ? passedOn().map(quota -> quota.gauges(now)).reduce(QuotaGauges::and)
        : Optional.ofNullable(named.get(model)).map(quota -> quota.gauges(now));
  }

  private Stream<Quota> passedOn() {
    Stream<Quota> others = passed == null ? Stream.empty() : passed.all().stream();
    return Stream.concat(configured.values().stream(), others);
  }

  private Quota of(String model, long now) {
    Quota known = known(model, now);
    return known == null ? passed(now).of(model) : known;
  }

  /// The quota of a name that no client can have made up; null for any other.
  private @Nullable Quota known(String model, long now) {
    Quota known = named.get(model);
    if (known != null || !config.limits().containsKey(model)) {
      return known;
    }
    return configured.computeIfAbsent(model, name -> quota(name, now));
  }

  private SharedUntilAnswered<Quota> passed(long now) {
    if (passed == null) {
      Quota shared = quota(QuotaConfig.ANY, now);
      passed = new SharedUntilAnswered<>(shared, this::quota, _ -> {});
    }
    return passed;
  }

  private Quota quota(String model, long now) {
    QuotaLimits limits = config.of(model);
    var estimate = new LearnedEstimate(limits.output());
    return new Quota(limits, rule, config.concurrency(), estimate, now);
  }

  /// The gate of a target that passes names on.
  private final class Passing implements Gate {
    @Override
    public Optional<Closed> closed(Call call, boolean last, long now) {
      return of(call.model(), now).closed(call, last, now);
    }

    @Override
    public Cost cost(Call call, long now) {
      return of(call.model(), now).cost(call, now);
    }

    @Override
    public Optional<Object> source(Call call, long now) {
      return of(call.model(), now).source(call, now);
    }

    @Override
    public long nextOpen(Call call, QueuedDemand queued, long now) {
      return of(call.model(), now).nextOpen(call, queued, now);
    }

    @Override
    public Permit enter(Call call, long now) {
      Quota known = known(call.model(), now);
      return known == null
          ? passed(now).enter(call.model(), quota -> quota.enter(call, now))
          : known.enter(call, now);
    }
  }
}
