package dev.sluice.internal.route;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts.State;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.text.Nearest;
import dev.sluice.config.ConfigNames;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// The service that sends each call to the route of its model.
public final class Router implements Service {
  private static final String NOT_ALLOWED = "model_not_allowed";

  private final Directory directory;
  private final Observer observer;
  private final Clock clock;
  private final boolean conditional;

  /// @param observer is told of conditions that do not apply to a call
  public Router(Directory directory, Observer observer, Clock clock) {
    this.directory = directory;
    this.observer = observer;
    this.clock = clock;
    this.conditional = directory.isConditional();
  }

  /// Where a call goes.
  private sealed interface Way {
    /// To a route.
    ///
    /// @param as the call, which asks for the model that the route has for it
    record Taken(Route route, Call as) implements Way {
      /// The service of the route, of which `sink` is told.
      Service service(Sink sink) {
        sink.info().routed(route.name());
        return route.service();
      }
    }

    /// Nowhere.
    record None(Failed why) implements Way {}
  }

  @Override
  public Outcome send(Call call, Sink sink) throws InterruptedException {
    Way way = way(call);
    return way instanceof Way.Taken taken
        ? taken.service(sink).send(taken.as(), sink)
        : ((Way.None) way).why();
  }

  private Way way(Call call) throws InterruptedException {
    if (call.operation() == Operation.STORED_RESPONSE) {
      return held(call);
    }
    Call asked = conditional && call.origin().at() == 0 ? now(call) : call;
    Predicate<Route> admits = conditional ? route -> admits(route, asked) : _ -> true;
    boolean named = !asked.model().isEmpty();
    if (isPathForModel(asked)) {
      return new Way.None(unknown(asked, named));
    }
    Optional<Routes.Match> match =
        named
            ? directory.find(asked.model(), asked.operation(), admits)
            : directory.unnamed(asked.operation(), admits);
    if (match.isEmpty()) {
      return new Way.None(
          conditional && isKnown(asked) ? notAdmitted(asked) : absent(asked, named));
    }
    if (!mayUse(asked, match.get().route())) {
      return new Way.None(notAllowed(asked));
    }
    return conditional ? fitted(asked, match.get()) : routed(asked, match.get());
  }

  /// Whether a call names a pass-through in the place of a model. It does not learn whether there
  /// is one.
  private static boolean isPathForModel(Call call) {
    return call.operation() != Operation.PASS_THROUGH && ConfigNames.isPassThrough(call.model());
  }

  /// Whether the caller may use a route. A pass-through is allowed by its own name.
  private static boolean mayUse(Call call, Route route) {
    return call.operation() == Operation.PASS_THROUGH || call.origin().routes().test(route.name());
  }

  private Call now(Call call) {
    return call.from(call.origin().at(clock.millis()));
  }

  private boolean admits(Route route, Call call) {
    return route
        .conditions()
        .admits(call, condition -> observer.undecided(call, route.name(), condition));
  }

  private boolean isKnown(Call call) throws InterruptedException {
    return call.model().isEmpty()
        ? directory.unnamed(call.operation(), _ -> true).isPresent()
        : directory.find(call.model(), call.operation(), _ -> true).isPresent();
  }

  /// The way to the route that the conditions have chosen, and there to none of the targets whose
  /// conditions fail.
  private Way fitted(Call call, Routes.Match match) {
    Route route = match.route();
    RouteConditions conditions = route.conditions();
    Set<String> unfit =
        conditions.unfit(call, condition -> observer.undecided(call, route.name(), condition));
    if (unfit.isEmpty()) {
      return routed(call, match);
    }
    return unfit.containsAll(conditions.all())
        ? new Way.None(notAdmitted(call))
        : routed(call.withFailedTargets(call.failedTargets().butFor(unfit)), match);
  }

  private static Failed notAdmitted(Call call) {
    String message =
        ("The model `%s` is not answered for this call: the conditions of its routes and targets"
                + " do not hold for it.")
            .formatted(call.model());
    return new Failed.Invalid(403, NOT_ALLOWED, Optional.of("model"), message);
  }

  private static Failed notAllowed(Call call) {
    String message =
        "This key may not use a route that answers this call for the model `%s`."
            .formatted(call.model());
    return new Failed.Invalid(403, NOT_ALLOWED, Optional.of("model"), message);
  }

  /// A sender that may use some routes alone learns nothing of the others.
  private Failed absent(Call call, boolean named) {
    return call.origin().isBound() ? notAllowed(call) : unknown(call, named);
  }

  private Failed unknown(Call call, boolean named) {
    return named ? missing(call.model()) : unnamed(call);
  }

  private static Way routed(Call call, Routes.Match match) {
    Route route = match.route();
    if (!route.operations().contains(call.operation())) {
      return new Way.None(unsupported(call, route));
    }
    String model = match.model();
    return new Way.Taken(route, model.equals(call.model()) ? call : call.withModel(model));
  }

  /// The way of a call about a stored response, which belongs to an account and to no model.
  private Way held(Call call) {
    State state = call.facts().state();
    Optional<Routes.Match> match = directory.holding(state.origin());
    return match.isPresent() ? routed(call, match.get()) : new Way.None(notHeld(state));
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
