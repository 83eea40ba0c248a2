package dev.sluice.internal.quota.estimate;

import dev.sluice.call.Call;
import dev.sluice.call.Usage;

/// Estimates what calls for one model take, in tokens.
public interface Estimate {

  /// How many it reads.
  long input(Call call);

  /// How many it reads at the least: what a refusal for good may rest on.
  long leastInput(Call call);

  /// By how much [#input] is off, as a share of it: the standard deviation.
  double error();

  /// How many it writes, where that is not bounded by itself.
  long output(Call call);

  /// How many a call writes on average.
  double meanOutput();

  /// This is what the provider has reported for `call`.
  void learn(Call call, Usage usage);
}
