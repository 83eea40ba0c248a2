package dev.sluice.internal.route;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts.State;
import dev.sluice.call.text.Nearest;
import java.util.Locale;
import java.util.Optional;

/// The service that sends each call to the route of its model.
public final class Router implements Service {
  private final Directory directory;

  public Router(Directory directory) {
    this.directory = directory;
  }

  @Override
  public Outcome send(Call call, Sink sink) throws InterruptedException {
    if (call.operation() == Operation.STORED_RESPONSE) {
      return held(call, sink);
    }
    boolean named = !call.model().isEmpty();
    Optional<Routes.Match> match =
        named
            ? directory.find(call.model(), call.operation())
            : directory.unnamed(call.operation());
    if (match.isEmpty()) {
      return named ? missing(call.model()) : unnamed(call);
    }
    return routed(call, sink, match.get());
  }

  private static Outcome routed(Call call, Sink sink, Routes.Match match)
      throws InterruptedException {
    Route route = match.route();
    if (!route.operations().contains(call.operation())) {
      return unsupported(call, route);
    }
    sink.info().routed(route.name());
    String model = match.model();
    return route.service().send(model.equals(call.model()) ? call : call.withModel(model), sink);
  }

  /// Sends a call about a stored response, which belongs to an account and to no model.
  private Outcome held(Call call, Sink sink) throws InterruptedException {
    State state = call.facts().state();
    Optional<Routes.Match> match = directory.holding(state.origin());
    return match.isPresent() ? routed(call, sink, match.get()) : notHeld(state);
  }

  private static Failed notHeld(State state) {
    String why =
        state.origin().isEmpty()
            ? "The id does not say which of the providers holds it, or there is none that does:"
                + " take the `id` of an answer as it is given here."
            : "The account that the id says holds it is not, or no more, configured here: a"
                + " provider that was removed, or a credential that was replaced, finds it again"
                + " where it is configured once more (a credential as a further one of `keys`).";
    String message = "Response with id '" + state.id() + "' not found. " + why;
    return new Failed.Invalid(404, "not_found", Optional.empty(), message);
  }

  private Failed missing(String model) {
    return directory.missing().orElseGet(() -> unknown(model));
  }

  private Failed unknown(String model) {
    String message =
        "The model `"
            + model
            + "` does not exist here."
            + Nearest.hint(model, directory.names())
            + " GET /v1/models lists what does.";
    return new Failed.Invalid(404, "model_not_found", Optional.of("model"), message);
  }

  private static Failed unnamed(Call call) {
    String message =
        ("The property model is missing, and no route has a default_model for %s calls or passes"
                + " them on as they are; it must be the name of a model.")
            .formatted(name(call));
    return new Failed.Invalid(400, "invalid_value", Optional.of("model"), message);
  }

  private static String name(Call call) {
    return call.operation().name().toLowerCase(Locale.ROOT);
  }

  private static Failed unsupported(Call call, Route route) {
    String message =
        "No target of the route `%s` supports %s calls; the model `%s` does not answer them."
            .formatted(route.name(), name(call), call.model());
    return new Failed.Invalid(404, "not_supported", Optional.of("model"), message);
  }
}
