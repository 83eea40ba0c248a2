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
  /// What the call's provider has used, whether or not the caller has left meanwhile.
  Usage used(long written) {
    Usage tokens = new Usage(input, written, 0, false);
    return searches == 0
        ? tokens
        : tokens.with(new Usage.Extras(Map.of(PricedExtra.WEB_SEARCH, searches), "", "", ""));
  }
}
