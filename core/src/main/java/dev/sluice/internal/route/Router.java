package dev.sluice.internal.route;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Service;
import java.util.Locale;
import java.util.Optional;

/// Sends each call to its model's route.
public final class Router implements Service {
  private final Directory directory;

  public Router(Directory directory) {
    this.directory = directory;
  }

  @Override
  public Outcome send(Call call, Sink sink) throws InterruptedException {
    boolean named = !call.model().isEmpty();
    Optional<Routes.Match> match =
        named
            ? directory.find(call.model(), call.operation())
            : directory.unnamed(call.operation());
    if (match.isEmpty()) {
      return named ? missing(call.model()) : unnamed(call);
    }
    Route route = match.get().route();
    if (!route.operations().contains(call.operation())) {
      return unsupported(call, route);
    }
    sink.routed(route.name());
    String model = match.get().model();
    return route.service().send(model.equals(call.model()) ? call : call.withModel(model), sink);
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
