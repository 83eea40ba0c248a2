package dev.sluice.route;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.Service;
import dev.sluice.call.Sink;
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
    Optional<Routes.Match> match = directory.find(call.model());
    if (match.isEmpty()) {
      return unknown(call.model());
    }
    Route route = match.get().route();
    if (!route.operations().contains(call.operation())) {
      return unsupported(call, route);
    }
    String model = match.get().model();
    return route.service().send(model.equals(call.model()) ? call : call.withModel(model), sink);
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

  private static Failed unsupported(Call call, Route route) {
    String message =
        "No target of the route `%s` supports %s calls; the model `%s` does not answer them."
            .formatted(
                route.name(), call.operation().name().toLowerCase(Locale.ROOT), call.model());
    return new Failed.Invalid(404, "not_supported", Optional.of("model"), message);
  }
}
