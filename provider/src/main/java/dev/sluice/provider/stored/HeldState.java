package dev.sluice.provider.stored;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts.Owner;
import dev.sluice.call.request.RequestFacts.State;
import java.util.Optional;

/// The state that one account of a provider holds, as calls refer to it. Immutable.
///
/// @param ids the names of the state
/// @param marked whether clients without an owner get names that say where it is
public record HeldState(StateIds ids, boolean marked) {
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;

  /// The marks that are put behind the names in the answer to `call`; empty where they stay as they
  /// are.
  public Optional<StateMarks> marks(Call call) {
    State state = call.facts().state();
    if (state.owner().isPresent()) {
      return ids.isSecret()
          ? Optional.of(new OwnerMarks(ids, call, state.owner().get()))
          : Optional.empty();
    }
    return Optional.<StateMarks>of((id, _) -> ids.mark(id))
        .filter(_ -> marked && (state.left() || state.resource().isPresent()));
  }

  /// The reason why `call` cannot be asked here: what it refers to is held by another account, or
  /// by none, or is another owner's. The words are the provider's, since programs look for them,
  /// with the remedy. To an owner all of these are the same, so that a name tells nothing.
  public Optional<Failed> missing(Call call) {
    State state = call.facts().state();
    if (state.id().isEmpty()) {
      return Optional.empty();
    }
    if (state.owner().isPresent()) {
      return mayUse(state.owner().get(), state)
          ? Optional.empty()
          : Optional.of(foreign(call.operation(), state.id()));
    }
    return state.origin().isEmpty() || ids.isOurs(state.id())
        ? Optional.empty()
        : Optional.of(missing(call.operation(), state.id()));
  }

  /// Returns `why` with the client's name for what the call refers to, in place of the provider's
  /// own: once, so that no error grows by more than a name.
  public static Failed named(Failed why, Call call) {
    State state = call.facts().state();
    if (state.origin().isEmpty()
        || !(why
            instanceof
            Failed.Refused(int status, String type, String body, Failed.Objection objection))) {
      return why;
    }
    String own = StateName.of(state.id()).plain();
    int index = body.indexOf(own);
    return index < 0
        ? why
        : new Failed.Refused(
            status,
            type,
            body.substring(0, index) + state.id() + body.substring(index + own.length()),
            objection);
  }

  private boolean mayUse(Owner owner, State state) {
    String id = state.id();
    StateName name = StateName.of(id);
    boolean owned =
        name.owned()
            ? ids.isOf(owner.name(), id)
            : owner.oldNames() && (name.origin().isEmpty() || ids.isOurs(id));
    return owned && owner.models().test(name.model());
  }

  /// The failure for a name that its client cannot use: it is not the owner's, or says nothing of
  /// one, or is of a model that the owner may not use.
  private Failed foreign(Operation operation, String id) {
    String why =
        ids.isSecret()
            ? "No answer has given this name to you: take the `id` of one as it is, with the key"
                + " that it was given to, or another of its team."
            : "The provider is configured without a `key` of at least "
                + StateKey.SHORTEST
                + " characters, so that nothing proves whose its responses are: give it one of at"
                + " least 32 random characters, of which a provider that asks for none takes no"
                + " notice.";
    return absent(operation, id, NOT_FOUND, why);
  }

  private static Failed missing(Operation operation, String id) {
    String why =
        operation == Operation.STORED_RESPONSE
            ? "No account has given this name here: take the `id` of an answer as it is."
            : "No target of this model's route is at the account that holds it: ask for the model"
                + " that it was made with, or begin anew with the whole conversation as input.";
    return absent(operation, id, BAD_REQUEST, why);
  }

  /// The failure for a name that the provider does not know.
  ///
  /// @param status the status for a call that goes on from a response
  private static Failed absent(Operation operation, String id, int status, String why) {
    String text =
        (StoredResponses.isName(id) ? " with id '" + id + "'" : "") + " not found. " + why;
    if (operation == Operation.STORED_RESPONSE) {
      return new Failed.Invalid(NOT_FOUND, "not_found", Optional.empty(), "Response" + text);
    }
    return id.startsWith("conv")
        ? new Failed.Invalid(
            NOT_FOUND, "not_found", Optional.of("conversation"), "Conversation" + text)
        : new Failed.Invalid(
            status,
            "previous_response_not_found",
            Optional.of("previous_response_id"),
            "Previous response" + text);
  }
}
