package dev.sluice.quota;

import dev.sluice.call.Ahead;
import dev.sluice.call.Call;
import dev.sluice.call.Cost;
import dev.sluice.call.Gate;
import dev.sluice.call.Permit;
import dev.sluice.quota.estimate.LearnedEstimate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The quotas of one credential, by model. Guarded like each of them, but for [#gate], which is for
/// the time before the first call.
public final class Quotas {
  /// Where a target passes names on, clients make them up: beyond so many they share one quota.
  private static final int MODELS_MAX = 256;

  private final QuotaConfig config;
  private final Charging charging;
  private final Map<String, Quota> named = new HashMap<>();
  private final Map<String, Quota> passed = new HashMap<>();

  public Quotas(QuotaConfig config, Charging charging) {
    this.config = config;
    this.charging = charging;
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

  /// What they look like from outside: of one model that a target names, or, since clients make up
  /// the names of the others, of all those together under `*`. Empty where there is none.
  public Optional<QuotaGauges> gauges(String model, long now) {
    return model.equals(QuotaConfig.ANY)
        ? passed.values().stream().map(quota -> quota.gauges(now)).reduce(QuotaGauges::and)
        : Optional.ofNullable(named.get(model)).map(quota -> quota.gauges(now));
  }

  private Quota of(String model, long now) {
    Quota known = named.get(model);
    if (known != null) {
      return known;
    }
    Quota before = passed.get(model);
    if (before != null) {
      return before;
    }
    boolean room = passed.size() < MODELS_MAX;
    return passed.computeIfAbsent(room ? model : QuotaConfig.ANY, name -> quota(name, now));
  }

  private Quota quota(String model, long now) {
    Limits limits = config.of(model);
    var estimate = new LearnedEstimate(limits.output());
    return new Quota(limits, charging, config.concurrency(), estimate, now);
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
    public long opens(Call call, Ahead ahead, long now) {
      return of(call.model(), now).opens(call, ahead, now);
    }

    @Override
    public Permit enter(Call call, long now) {
      return of(call.model(), now).enter(call, now);
    }
  }
}
