package dev.sluice.api;

import dev.sluice.call.Failed;
import dev.sluice.stats.ModelCatalogue.Model;
import java.util.Collection;
import java.util.Optional;

/// The form of the gateway's own words in the dialect that a client speaks. Immutable; safe for any
/// thread.
public interface ClientDialect {

  /// The header in which its clients look for the name of their request, besides `x-request-id`.
  default Optional<String> requestIdHeader() {
    return Optional.empty();
  }

  /// Returns `error` with the status that the dialect's clients know for it.
  default ApiError fitted(ApiError error) {
    return error;
  }

  /// The body of an answer that is an error.
  ///
  /// @param error as [#fitted] has it
  /// @param id the request's identifier
  String error(ApiError error, String id);

  /// The body of an answer with a provider's own words, which are meant for programs.
  ///
  /// @param id the request's identifier
  String refusal(Failed.Refused why, String id);

  /// The event that ends a stream which cannot be completed.
  ///
  /// @param id the request's identifier
  String event(Failed why, String id);

  /// Whether its client reads a stream as one JSON array in place of events; [#event] is then the
  /// array's last element.
  default boolean inArrays() {
    return false;
  }

  /// Whether its clients take a comment in a stream for a part of the answer.
  default boolean takesNoComments() {
    return false;
  }

  /// The fault of a question for the list of models, if it has one.
  ///
  /// @param target path and query
  default Optional<ApiError> listFault(String target) {
    return Optional.empty();
  }

  /// The list of all models, or the page of it that was asked for.
  ///
  /// @param target path and query of the question
  String models(Collection<Model> models, String target);

  /// Describes one model.
  String model(Model model);
}
