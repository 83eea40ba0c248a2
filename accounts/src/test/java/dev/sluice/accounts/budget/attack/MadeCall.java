package dev.sluice.accounts.budget.attack;

import dev.sluice.call.Call;
import dev.sluice.call.Usage;
import dev.sluice.call.request.PricedExtra;
import java.util.Map;

/// A call as a client makes it, and what its provider makes of it.
///
/// @param model the one that it asks for
/// @param input tokens that the model reads
/// @param output tokens that it may write at most
/// @param searches how often the provider searches the web for it
/// @param unseen whether the answer comes later, to nobody's account
record MadeCall(
    Call call, SoldModel model, long input, long output, long searches, boolean unseen) {
  /// What is charged of a body whose call was given up before anything was told: a token for four
  /// bytes, no more of what it names or searches for than is usual, and two searches. What a
  /// provider has read beyond that is the known error of the bound.
  private static final double USUAL_DENSITY = 0.25;

  private static final long USUAL_BESIDE = 16_384;
  private static final long USUAL_SEARCHES = 2;

  /// All of it.
  Usage whole(long written) {
    return usage(input, written, searches);
  }

  /// What was used until its client left, in the middle of the answer.
  Usage part(long written) {
    return usage(input, written, Math.min(USUAL_SEARCHES, searches));
  }

  /// What was used until its client left, before anything was told.
  Usage start() {
    long text = (long) (call.body().size() * USUAL_DENSITY);
    boolean beside = call.facts().attached().named() || searches > 0;
    long read = Math.min(input, text + (beside ? USUAL_BESIDE : 0));
    return usage(read, 0, Math.min(USUAL_SEARCHES, searches));
  }

  private static Usage usage(long read, long written, long searches) {
    Usage tokens = new Usage(read, written, 0, false);
    return searches == 0
        ? tokens
        : tokens.with(new Usage.Extras(Map.of(PricedExtra.WEB_SEARCH, searches), "", "", ""));
  }
}
