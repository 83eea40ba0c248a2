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
import dev.sluice.share.QuotaAddress;
import dev.sluice.share.QuotaMirror;
import dev.sluice.share.QuotaShare;
import dev.sluice.share.QuotaShares;
import dev.sluice.stats.QuotaGauges;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The quotas of one credential, by model; where names are passed on, those that have not answered
/// share one. Guarded like each quota.
public final class Quotas {
  private final Optional<Sharing> sharing;
  private Function<String, ChargeRule> rules;
  private QuotaConfig config;
  private final Map<String, Quota> named = new HashMap<>();

  /// The quotas of names that are passed on and have limits in the configuration.
  private final Map<String, Quota> configured = new HashMap<>();

  /// The quotas of all other names, which clients make up; null until one is asked for.
  private @Nullable SharedUntilAnswered<Quota> passed;

  /// The way to share an account's quotas with other processes.
  ///
  /// @param account a hash of the account
  /// @param admission that of the provider
  public record Sharing(
      QuotaShares shares, String provider, long account, QuotaShares.Admission admission) {
    private QuotaShare of(String model, QuotaMirror mirror) {
      return shares.of(new QuotaAddress(provider, account, model), mirror, admission);
    }
  }

  /// Makes the quotas of a credential that no other process uses.
  public Quotas(QuotaConfig config, ChargeRule rule) {
    this(config, rule, Optional.empty());
  }

  /// @param rule for all models
  public Quotas(QuotaConfig config, ChargeRule rule, Optional<Sharing> sharing) {
    this(config, _ -> rule, sharing);
  }

  /// @param rules the rule by which the provider charges, by its model
  /// @param sharing how other processes that use the credential have their parts
  public Quotas(QuotaConfig config, Function<String, ChargeRule> rules, Optional<Sharing> sharing) {
    this.config = config;
    this.rules = rules;
    this.sharing = sharing;
  }

  /// Changes limits, rules and targets. Under admission's lock.
  ///
  /// @param rules the rule by which the provider charges, by its model
  /// @param targets the models that targets name; `*` among them if one passes names on
  public void configure(
      QuotaConfig next, Function<String, ChargeRule> rules, Set<String> targets, long now) {
    this.rules = rules;
    configure(next, targets, now);
    all().forEach((model, quotas) -> quotas.forEach(quota -> quota.charge(rules.apply(model))));
  }

  /// Changes limits and targets. What is used up and what is learned of a model stays, whether a
  /// target names it now or passes it on; a model that no target leads to is forgotten. Under
  /// admission's lock.
  ///
  /// @param targets the models that targets name; `*` among them if one passes names on
  public void configure(QuotaConfig next, Set<String> targets, long now) {
    boolean changed = !next.equals(config);
    config = next;
    Map<String, Quota> known = new HashMap<>(configured);
    known.putAll(named);
    named.clear();
    configured.clear();
    targets.stream()
        .filter(model -> !model.equals(QuotaConfig.ANY))
        .forEach(model -> named.put(model, taken(model, known, now)));
    if (targets.contains(QuotaConfig.ANY)) {
      passOn(known, now);
    } else {
      known.values().forEach(Quota::close);
      forget();
    }
    if (changed) {
      all().forEach((model, quotas) -> quotas.forEach(quota -> configure(quota, model, now)));
    }
  }

  private Quota taken(String model, Map<String, Quota> known, long now) {
    Quota own = known.remove(model);
    Quota passedOn = own != null || passed == null ? own : passed.remove(model);
    return passedOn == null ? quota(model, now) : passedOn;
  }

  /// @param known the quotas of models that no target names
  private void passOn(Map<String, Quota> known, long now) {
    for (String model : config.limits().keySet()) {
      Quota own = passed == null ? null : passed.remove(model);
      if (own != null) {
        known.putIfAbsent(model, own);
      }
    }
    known.forEach((model, quota) -> passOn(model, quota, now));
  }

  /// Gives back what other processes may use, since the credential is not used any more. Under
  /// admission's lock.
  public void close() {
    all().values().forEach(quotas -> quotas.forEach(Quota::close));
  }

  private void forget() {
    if (passed != null) {
      passed.all().forEach(Quota::close);
      passed = null;
    }
  }

  private void passOn(String model, Quota quota, long now) {
    if (config.limits().containsKey(model)) {
      configured.put(model, quota);
    } else {
      passed(now).put(model, quota);
    }
  }

  /// Returns all quotas by the names under which they are configured.
  private Map<String, List<Quota>> all() {
    Map<String, List<Quota>> all = new HashMap<>();
    Stream.of(named, configured)
        .forEach(some -> some.forEach((model, quota) -> all.put(model, List.of(quota))));
    if (passed != null) {
      all.put(QuotaConfig.ANY, List.copyOf(passed.all()));
    }
    return all;
  }

  private void configure(Quota quota, String model, long now) {
    quota.configure(config.of(model), config.concurrency(), now);
  }

  /// Returns the gate of a target. The gate finds its quota when it is asked, so that a target that
  /// is never used leaves no trace.
  ///
  /// @param model the target's model; empty where it passes on the name that the call has
  public Gate gate(Optional<String> model) {
    return model.<Gate>map(Named::new).orElseGet(Passing::new);
  }

  /// Returns what `call` is expected to be charged at a target.
  public Charge expected(Optional<String> model, Call call, long now) {
    return model
        .map(name -> named(name, now))
        .orElseGet(() -> of(call.model(), now))
        .expected(call);
  }

  private Quota named(String model, long now) {
    return named.computeIfAbsent(model, name -> quota(name, now));
  }

  /// Returns the state for gauges of one model that a target names, or, under `*`, of all other
  /// models together, since clients make up their names. Empty where there is no quota.
  public Optional<QuotaGauges> gauges(String model, long now) {
    return model.equals(QuotaConfig.ANY)
        ? passedOn().map(quota -> quota.gauges(now)).reduce(QuotaGauges::and)
        : Optional.ofNullable(named.get(model)).map(quota -> quota.gauges(now));
  }

  /// Returns the state for gauges of the quota that applies to a model, whoever has named it. Empty
  /// where there is none yet.
  public Optional<QuotaGauges> applying(String model, long now) {
    Quota ofTarget = named.get(model);
    Quota known = ofTarget == null ? configured.get(model) : ofTarget;
    Quota shared = known == null && passed != null ? passed.of(model) : known;
    return Optional.ofNullable(shared).map(quota -> quota.gauges(now));
  }

  private Stream<Quota> passedOn() {
    Stream<Quota> others = passed == null ? Stream.empty() : passed.all().stream();
    return Stream.concat(configured.values().stream(), others);
  }

  private Quota of(String model, long now) {
    Quota known = known(model, now);
    return known == null ? passed(now).of(model) : known;
  }

  /// Returns the quota of a name that the configuration knows; null for any other.
  private @Nullable Quota known(String model, long now) {
    Quota known = named.get(model);
    if (known != null || !config.limits().containsKey(model)) {
      return known;
    }
    return configured.computeIfAbsent(model, name -> quota(name, now));
  }

  private SharedUntilAnswered<Quota> passed(long now) {
    if (passed == null) {
      Quota shared = quota(QuotaConfig.ANY, true, now);
      passed = new SharedUntilAnswered<>(shared, this::quota, Quota::close);
    }
    return passed;
  }

  private Quota quota(String model, long now) {
    return quota(model, false, now);
  }

  /// @param ofSeveral whether the quota is that of all names that have not answered
  private Quota quota(String model, boolean ofSeveral, long now) {
    QuotaLimits limits = config.of(model);
    var estimate = new LearnedEstimate(limits.output());
    Quota made =
        new Quota(limits, rules.apply(model), config.concurrency(), estimate, ofSeveral, now);
    sharing.ifPresent(others -> made.share(others.of(model, made.mirror())));
    return made;
  }

  /// The gate of a target that names its model.
  private final class Named extends Found {
    private final String model;
    private @Nullable Quota quota;

    Named(String model) {
      this.model = model;
    }

    @Override
    Quota found(Call call, long now) {
      Quota known = quota;
      if (known == null) {
        known = named(model, now);
        quota = known;
      }
      return known;
    }

    @Override
    public Permit enter(Call call, long now) {
      return found(call, now).enter(call, now);
    }
  }

  /// The gate of a target that passes names on.
  private final class Passing extends Found {
    @Override
    Quota found(Call call, long now) {
      return of(call.model(), now);
    }

    @Override
    public Permit enter(Call call, long now) {
      Quota known = known(call.model(), now);
      return known == null
          ? passed(now).enter(call.model(), quota -> quota.enter(call, now))
          : known.enter(call, now);
    }
  }

  /// A gate that asks the quota that applies to a call.
  private abstract static class Found implements Gate {
    abstract Quota found(Call call, long now);

    @Override
    public Optional<Closed> closed(Call call, boolean last, long now) {
      return found(call, now).closed(call, last, now);
    }

    @Override
    public Cost cost(Call call, long now) {
      return found(call, now).cost(call, now);
    }

    @Override
    public Optional<Object> source(Call call, long now) {
      return found(call, now).source(call, now);
    }

    @Override
    public long nextOpen(Call call, QueuedDemand queued, long now) {
      return found(call, now).nextOpen(call, queued, now);
    }
  }
}
