package dev.sluice.route;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.Service;
import dev.sluice.call.Sink;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Sends each call to a target of its model's route.
public final class Router implements Service {
  private final Directory directory;
  private final Supplier<? extends RandomGenerator> random;

  /// @param random asked for each draw, on the call's thread
  public Router(Directory directory, Supplier<? extends RandomGenerator> random) {
    this.directory = directory;
    this.random = random;
  }

  @Override
  public Outcome send(Call call, Sink sink) throws InterruptedException {
    Optional<Routes.Match> match = directory.find(call.model());
    if (match.isEmpty()) {
      return unknown(call.model());
    }
    Optional<Target> target = match.get().route().pick(call.operation(), random.get());
    if (target.isEmpty()) {
      return unsupported(call, match.get().route());
    }
    String model = match.get().model();
    Call routed = model.equals(call.model()) ? call : call.withModel(model);
    return target.get().service().send(routed, sink);
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
