package dev.sluice.internal.timeout.learn;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The models of one target: one, or, where it passes names on, those that have answered lately.
/// Who invents names cannot fill it, since a name is kept once it has answered; who has more than
/// [#MOST] that do answer loses the one that was used least recently, which then is a new one
/// again.
final class TargetModels {
  /// How many are kept.
  static final int MOST = 64;

  private final Function<String, Prior> prior;
  private final Map<String, LatencyModel> kept = new ConcurrentHashMap<>();

  /// Those of the names that came first, since clients make names up.
  private final Map<String, Prior> priors = new ConcurrentHashMap<>();

  /// @param prior what is known of a model by its name
  TargetModels(Function<String, Prior> prior) {
    this.prior = prior;
  }

  /// What is learned of `model`; null if nothing is.
  @Nullable LatencyModel find(String model, long now) {
    LatencyModel times = kept.get(model);
    if (times != null) {
      times.use(now);
    }
    return times;
  }

  /// The same, which does not count as a use.
  @Nullable LatencyModel peek(String model) {
    return kept.get(model);
  }

  /// The same, and from now on it is kept.
  LatencyModel keep(String model, long now) {
    LatencyModel times = find(model, now);
    return times == null ? insert(model, now) : times;
  }

  Collection<LatencyModel> all() {
    return kept.values();
  }

  Prior prior(String model) {
    Prior known = priors.get(model);
    if (known != null) {
      return known;
    }
    Prior found = prior.apply(model);
    if (priors.size() < MOST) {
      priors.put(model, found);
    }
    return found;
  }

  /// One at a time, so that the bound holds.
  private synchronized LatencyModel insert(String model, long now) {
    if (kept.size() >= MOST && !kept.containsKey(model)) {
      kept.entrySet().stream()
          .max(Comparator.comparingLong(e -> now - e.getValue().used()))
          .ifPresent(oldest -> kept.remove(oldest.getKey()));
    }
    return kept.computeIfAbsent(model, name -> new LatencyModel(prior(name), now));
  }
}
