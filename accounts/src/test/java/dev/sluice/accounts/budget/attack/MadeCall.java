package dev.sluice.accounts.budget.attack;

import dev.sluice.call.Call;

/// A call as a client makes it, and what its provider makes of it.
///
/// @param model the one that it asks for
/// @param input tokens that the model reads
/// @param output tokens that it may write at most
/// @param unseen whether the answer comes later, to nobody's account
record MadeCall(Call call, SoldModel model, long input, long output, boolean unseen) {}
