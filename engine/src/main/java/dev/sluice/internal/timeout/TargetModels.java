package dev.sluice.internal.timeout;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The models of one target: one, or, where it passes names on, those that have answered lately.
/// Invented names cannot fill the table, since a name is kept only once it has answered; if more
/// than [#MOST] names answer, the least recently used one is removed.
final class TargetModels {
  /// The most models that are kept.
  static final int MOST = 64;

  private final Function<String, Prior> prior;
  private final Map<String, LatencyModel> models = new ConcurrentHashMap<>();

  /// The priors of the names that came first, since clients make names up.
  private final Map<String, Prior> priors = new ConcurrentHashMap<>();

  /// @param prior what is expected of a model by its name
  TargetModels(Function<String, Prior> prior) {
    this.prior = prior;
  }

  /// Returns the learned times of `model`; null if there are none.
  @Nullable LatencyModel find(String model, long now) {
    LatencyModel times = models.get(model);
    if (times != null) {
      times.use(now);
    }
    return times;
  }

  /// Returns the learned times of `model`, which do not count as used; null if there are none.
  @Nullable LatencyModel peek(String model) {
    return models.get(model);
  }

  /// Returns the learned times of `model`, which are kept from now on.
  LatencyModel keep(String model, long now) {
    LatencyModel times = find(model, now);
    return times == null ? insert(model, now) : times;
  }

  Collection<LatencyModel> all() {
    return models.values();
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

  /// Inserts a model, one at a time, so that the bound holds.
  private synchronized LatencyModel insert(String model, long now) {
    if (models.size() >= MOST && !models.containsKey(model)) {
      models.entrySet().stream()
          .max(Comparator.comparingLong(e -> now - e.getValue().used()))
          .ifPresent(oldest -> models.remove(oldest.getKey()));
    }
    return models.computeIfAbsent(model, name -> new LatencyModel(prior(name), now));
  }
}
