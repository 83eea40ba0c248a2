package dev.sluice.accounts.budget;

import dev.sluice.call.Call;
import dev.sluice.call.Usage;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// The output models of one key's calls, by the target that has answered, or by the model that was
/// asked for. Keys learn nothing of each other, so that none can spoil another's estimates.
/// Bounded: the target that has not answered for longest is forgotten. Safe for any thread but a
/// loop.
final class OutputModels {
  /// How many models are remembered: clients may name them at will.
  private static final int MOST = 64;

  private final Map<String, OutputModel> models = new ConcurrentHashMap<>();
  private final AtomicLong learned = new AtomicLong();

  /// The model of calls that `name` has answered; the prior where nothing is learned.
  public OutputModel of(String name) {
    OutputModel model = models.get(name);
    return model == null ? OutputModel.PRIOR : model;
  }

  /// Learns from what a provider has told of a call.
  public void learn(String name, Call call, Usage usage) {
    long number = learned.incrementAndGet();
    OutputModel model = models.get(name);
    if (model == null) {
      forgetOldest();
      model = models.computeIfAbsent(name, _ -> new OutputModel(number));
    }
    model.learn(call, usage, number);
  }

  private void forgetOldest() {
    while (models.size() >= MOST) {
      models.entrySet().stream()
          .min(Comparator.comparingLong(entry -> entry.getValue().last()))
          .ifPresent(oldest -> models.remove(oldest.getKey(), oldest.getValue()));
    }
  }
}
