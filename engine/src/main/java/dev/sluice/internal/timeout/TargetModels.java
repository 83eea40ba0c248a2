package dev.sluice.internal.timeout;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The models of one target, and for each the works that are learned apart: the model, or, where
/// the target passes names on, those that have answered lately. Invented names, sizes and qualities
/// cannot fill the table, since a work is kept only once it was answered; if more than [#MOST] are,
/// the least recently used one is removed.
final class TargetModels {
  /// The most works that are kept.
  static final int MOST = 64;

  /// What stands behind a model's name, in which it cannot be.
  private static final char BEHIND = '\n';

  private final Function<String, Prior> prior;
  private final Map<String, LatencyModel> models = new ConcurrentHashMap<>();

  /// The priors of the names that came first, since clients make names up.
  private final Map<String, Prior> priors = new ConcurrentHashMap<>();

  /// @param prior what is expected of a model by its name
  TargetModels(Function<String, Prior> prior) {
    this.prior = prior;
  }

  /// Returns the name of a work that is learned apart from others of its model.
  ///
  /// @param kind which of several sorts of it; empty where there are none
  static String work(String model, String operation, String kind) {
    return model + BEHIND + operation + BEHIND + kind;
  }

  /// Returns the learned times of `model`, or of a work of it; null if there are none.
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
    int end = model.indexOf(BEHIND);
    Prior expected = prior(end < 0 ? model : model.substring(0, end));
    return models.computeIfAbsent(model, _ -> new LatencyModel(expected, now));
  }
}
