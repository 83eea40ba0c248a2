package dev.sluice.internal.provider.stored;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts.State;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What one account of a provider holds, as calls refer to it. Immutable.
///
/// @param ids the names of that
/// @param marked whether clients get names that say where it is
public record HeldState(StateIds ids, boolean marked) {
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;

  /// What is put behind the names in the answer to `call`; empty where they stay as they are.
  public Optional<UnaryOperator<String>> marks(Call call) {
    State state = call.facts().state();
    boolean told = state.left() || state.resource().isPresent();
    return marked && told ? Optional.of(ids::mark) : Optional.empty();
  }

  /// Why `call` cannot be asked here: what it refers to is held by another account, or by none. In
  /// the provider's words, since programs look for them, and with the remedy.
  public Optional<Failed> missing(Call call) {
    State state = call.facts().state();
    return state.origin().isEmpty() || ids.isOurs(state.id())
        ? Optional.empty()
        : Optional.of(missing(call.operation(), state.id()));
  }

  private static Failed missing(Operation asked, String id) {
    if (asked == Operation.STORED_RESPONSE) {
      String message =
          "Response with id '"
              + id
              + "' not found. No account has given this name here: take the `id` of an answer as it is.";
      return new Failed.Invalid(NOT_FOUND, "not_found", Optional.empty(), message);
    }
    boolean conversation = id.startsWith("conv");
    String message =
        (conversation ? "Conversation" : "Previous response")
            + " with id '"
            + id
            + "' not found. No target of this model's route is at the account that holds it: ask for"
            + " the model that it was made with, or begin anew with the whole conversation as input.";
    return conversation
        ? new Failed.Invalid(NOT_FOUND, "not_found", Optional.of("conversation"), message)
        : new Failed.Invalid(
            BAD_REQUEST,
            "previous_response_not_found",
            Optional.of("previous_response_id"),
            message);
  }
}
