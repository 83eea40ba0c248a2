package dev.sluice.internal.admission;

import dev.sluice.call.Call;
import dev.sluice.call.gate.Target;
import dev.sluice.call.request.RequestFacts;

/// Estimate of the tokens that a call needs of a context window: its input, at four bytes a token,
/// and its own bound on the output.
///
/// Limitations: only texts are judged. A body that holds pictures or sounds counts as one that
/// needs nothing, since they are many bytes and few tokens. Other languages than English have fewer
/// bytes a token, so that a call is sent to a window that is too small for it; the provider's
/// refusal then moves it.
final class ContextEstimate {
  private ContextEstimate() {}

  /// Returns how many tokens `call` needs at the least; zero where its size says nothing.
  static long tokens(Call call) {
    long input = call.body().size() / RequestFacts.BYTES_PER_TOKEN;
    return input + call.facts().maxTokens().orElse(0);
  }

  /// Whether `target` can hold a call of so many `tokens`, as far as that is known.
  static boolean fits(Target target, Call call, long tokens) {
    return target.context().isEmpty()
        || tokens <= target.context().getAsLong()
        || call.facts().media();
  }
}
