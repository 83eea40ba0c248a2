package dev.sluice.server.log;

import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Loop;
import dev.sluice.config.quota.Dimension;
import dev.sluice.config.quota.QuotaConfig;
import dev.sluice.server.config.LogConfig.Level;
import dev.sluice.stats.QuotaGauges;
import dev.sluice.stats.QuotaStats;
import dev.sluice.stats.RateLimitSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// A watch that looks now and then whether a provider's limit was learned or lowered, and tells so,
/// and that it is taken back where the refusals turn out to be chance. A limit that falls again is
/// told every ten minutes at most. For one thread.
public final class LimitWatch {
  /// A limit that is lower by less is not worth a word.
  private static final double WORTH_TELLING = 0.95;

  private static final Duration EVERY = Duration.ofSeconds(10);
  private static final long QUIET = Duration.ofMinutes(10).toNanos();

  private final Supplier<List<Watched>> quotas;
  private final NoticeLog notices;
  private final Map<Limit, Known> known = new HashMap<>();

  /// A quota that is watched.
  ///
  /// @param credential tells its credential from others, whatever the order of their keys
  /// @param target `provider/model`
  record Watched(Object credential, String target, QuotaGauges gauges) {}

  private record Limit(Object credential, String target, Dimension dimension) {}

  /// The value that was told last, or that needed no word.
  ///
  /// @param told when something was told last
  /// @param said whether something was
  /// @param learned whether that was a limit that refusals had taught, and that holds for all that
  ///   is known
  private record Known(double limit, long told, boolean said, boolean learned) {
    Known at(double other) {
      return new Known(other, told, said, learned);
    }
  }

  /// @param quotas reads the quotas of models that a target names: the others are clients' names,
  ///   together
  LimitWatch(Supplier<List<Watched>> quotas, NoticeLog notices) {
    this.quotas = quotas;
    this.notices = notices;
  }

  /// A watch over the quotas of a gateway.
  ///
  /// @param quotas the quotas of the configuration that holds
  public static LimitWatch over(Supplier<QuotaStats> quotas, NoticeLog notices) {
    return new LimitWatch(() -> named(quotas.get()), notices);
  }

  private static List<Watched> named(QuotaStats quotas) {
    var named = new ArrayList<Watched>();
    for (QuotaStats.Entry entry : quotas.entries()) {
      if (!entry.model().equals(QuotaConfig.ANY)) {
        String target = entry.provider() + "/" + entry.model();
        quotas
            .gauges(entry)
            .map(gauges -> new Watched(quotas.credential(entry), target, gauges))
            .ifPresent(named::add);
      }
    }
    return named;
  }

  /// Looks every ten seconds from now on, on threads of a loop: to read limits takes admission's
  /// lock, which a loop may not.
  public void repeat(Loop loop, Clock clock) {
    var _ = loop.schedule(EVERY, () -> lookAndRepeat(loop, clock));
  }

  private void lookAndRepeat(Loop loop, Clock clock) {
    var _ = loop.start("limits", () -> look(clock.nanos()));
    repeat(loop, clock);
  }

  /// Looks at all limits.
  ///
  /// @param now on [dev.sluice.call.runtime.Clock#nanos]
  public void look(long now) {
    Set<Limit> currentLimits = new HashSet<>();
    quotas.get().forEach(watched -> look(watched, currentLimits, now));
    known.keySet().retainAll(currentLimits);
  }

  private void look(Watched watched, Set<Limit> currentLimits, long now) {
    for (Dimension dimension : Dimension.values()) {
      var limit = new Limit(watched.credential(), watched.target(), dimension);
      currentLimits.add(limit);
      RateLimitSnapshot is = watched.gauges().of(dimension);
      Known before = known.putIfAbsent(limit, new Known(is.limit(), now, false, false));
      if (before != null) {
        known.put(limit, compare(limit, before, is, now));
      }
    }
  }

  private Known compare(Limit limit, Known before, RateLimitSnapshot is, long now) {
    if (before.learned() && !is.learned()) {
      notices.limit(Level.INFO, takenBack(limit, before, is));
      return new Known(is.limit(), before.told(), true, false);
    }
    if (is.configured()) {
      return before.at(is.limit());
    }
    boolean first = Double.isInfinite(before.limit()) && Double.isFinite(is.limit());
    boolean lower = is.learned() && is.limit() < WORTH_TELLING * before.limit();
    boolean early = before.said() && now - before.told() < QUIET;
    if (!early && (first || lower)) {
      notices.limit(is.learned() ? Level.WARN : Level.INFO, words(limit, before, is));
      return new Known(is.limit(), now, true, is.learned());
    }
    return early || is.limit() <= before.limit() ? before : before.at(is.limit());
  }

  /// A learned limit grows while it is used, but only refusals by chance, headers or a
  /// configuration lift it.
  private static String takenBack(Limit limit, Known before, RateLimitSnapshot is) {
    String of = of(limit);
    String not = ", and not the " + number(before.limit()) + " that refusals had taught";
    if (Double.isInfinite(is.limit())) {
      return of + "is not known" + not + ": these do not follow the load";
    }
    return of + "is " + number(is.limit()) + (is.configured() ? ", as configured" : "") + not;
  }

  private static String words(Limit limit, Known before, RateLimitSnapshot is) {
    String of = of(limit);
    String now = number(is.limit());
    if (!is.learned()) {
      return of + "is " + now + ", as its answers' headers say";
    }
    String remedy = "; if it is known, set limits." + key(limit.dimension());
    return Double.isInfinite(before.limit())
        ? of + "is taken for " + now + ", learned from refusals" + remedy
        : "%sis lowered from %s to %s, since the provider refuses calls below it%s"
            .formatted(of, number(before.limit()), now, remedy);
  }

  private static String of(Limit limit) {
    return "target %s: the limit of its %s a minute "
        .formatted(NoticeWords.quote(limit.target()), limit.dimension().words());
  }

  private static String key(Dimension dimension) {
    return switch (dimension) {
      case REQUESTS -> "rpm";
      case TOKENS -> "tpm";
      case INPUT -> "input_tpm";
      case OUTPUT -> "output_tpm";
    };
  }

  private static String number(double limit) {
    return String.format(Locale.ROOT, "%,d", Math.round(limit));
  }
}
