package dev.sluice.server.dialect;

import dev.sluice.call.Failed;
import dev.sluice.internal.wiring.Catalogue.Model;
import java.util.Collection;
import java.util.Optional;

/// How the gateway's own words read in the dialect that a client speaks. Immutable; safe for any
/// thread.
public interface ClientDialect {

  /// The header in which its clients look for the name of their request, besides `x-request-id`.
  Optional<String> requestIdHeader();

  /// `error` with the status that its clients know for it.
  ApiError fitted(ApiError error);

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

  /// The list of all models.
  String models(Collection<Model> models);

  /// One model.
  String model(Model model);
}
