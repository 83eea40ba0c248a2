package dev.sluice.internal.wiring;

import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.policy.RaceConfig;
import dev.sluice.config.policy.RetryConfig;
import dev.sluice.config.policy.ReuseConfig;
import dev.sluice.config.policy.RoutePolicy;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.internal.breaker.Breaker;
import dev.sluice.internal.pay.EntryFilter;
import dev.sluice.internal.probe.Probed;
import dev.sluice.provider.request.SmallestRequest;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A target of one generation that the gateway asks by itself where one of its circuits lacks
/// calls. Several such circuits take turns.
final class TargetProbe implements Probed {
  private final ProviderConfig provider;
  private final String model;
  private final Breaker breaker;
  private final AdmissionControllers controllers;
  private final Clock clock;
  private final Service service;

  /// The operation that was asked last. Confined to the thread that looks.
  private @Nullable Operation last;

  /// @param model the model as the provider calls it
  /// @param controllers the admission controllers whose locks guard the circuits
  /// @param admission the admission of a route to the target alone
  TargetProbe(
      ProviderConfig provider,
      String model,
      Breaker breaker,
      AdmissionControllers controllers,
      Clock clock,
      Service admission) {
    this.provider = provider;
    this.model = model;
    this.breaker = breaker;
    this.controllers = controllers;
    this.clock = clock;
    // The payer that is told what probes use may keep them from using more.
    this.service = new EntryFilter().over(admission);
  }

  /// Returns the route of a target's probes: that target alone, one attempt, no reuse of answers.
  /// No configured name has a blank.
  static RouteConfig route(String route, TargetConfig target, RoutePolicy policy) {
    String name = route + " probe " + target.provider() + "/" + target.model().orElse("*");
    RoutePolicy once =
        policy
            .with(RetryConfig.off())
            .with(RaceConfig.off())
            .with(ReuseConfig.none())
            .with(RoutePolicy.Choice.plain());
    return new RouteConfig(name, List.of(), List.of(target), once);
  }

  @Override
  public Optional<Question> due() {
    String name = provider.name();
    List<Operation> lacking = controllers.of(name).ask(name, () -> breaker.toProbe(clock.nanos()));
    Optional<Operation> next =
        lacking.stream()
            .filter(this::isBehindLast)
            .findFirst()
            .or(() -> lacking.stream().findFirst());
    next.ifPresent(operation -> last = operation);
    return next.flatMap(this::question);
  }

  private boolean isBehindLast(Operation operation) {
    return last == null || operation.compareTo(last) > 0;
  }

  private Optional<Question> question(Operation operation) {
    byte[] body = SmallestRequest.body(operation, model, Translations.isOlder(provider));
    Optional<RequestFacts> facts = Translations.facts(operation, model, false, body);
    return facts.map(said -> new Question(operation, said, Unpooled.wrappedBuffer(body)));
  }

  @Override
  public Service service() {
    return service;
  }
}
