package dev.sluice.server;

import dev.sluice.Gateway;
import dev.sluice.call.Failed.Scope;
import dev.sluice.call.runtime.Clock;
import dev.sluice.internal.breaker.BreakerStats;
import dev.sluice.internal.breaker.state.Transition;
import dev.sluice.internal.credential.CredentialStats;
import dev.sluice.internal.metrics.Labels;
import dev.sluice.internal.retry.Budget;
import dev.sluice.internal.transport.ConnectionCounts;
import dev.sluice.server.log.CallLog;
import dev.sluice.server.log.NoticeLog;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Locale;
import java.util.function.ToLongFunction;

/// The meters that are read when somebody asks, and cost a call nothing.
final class ProcessMeters {
  private ProcessMeters() {}

  static void register(MeterRegistry registry, Gateway gateway, CallLog log, NoticeLog notices) {
    gauge(registry, "open", gateway, ConnectionCounts::open);
    gauge(registry, "idle", gateway, ConnectionCounts::idle);
    counter(registry, "made", gateway, ConnectionCounts::created);
    counter(registry, "reused", gateway, ConnectionCounts::reused);
    QuotaMeters.register(registry, gateway.quotas());
    CacheMeters.register(registry, gateway.caches());
    QueueMeters.register(registry, gateway.controllers());
    MemoryMeters.register(registry, gateway.memory());
    gateway.budgets().all().forEach((target, budget) -> budget(registry, target, budget));
    FunctionCounter.builder(
            "sluice.log.dropped", log, l -> (double) l.dropped() + notices.dropped())
        .register(registry);
    gateway.credentials().forEach(credential -> credential(registry, credential));
    gateway.circuits().forEach(circuit -> circuit(registry, circuit));
    Gauge.builder("sluice.build.info", () -> 1)
        .tag("version", Version.NUMBER)
        .tag("commit", Version.COMMIT)
        .tag("jdk", Runtime.version().toString())
        .tag("scheduler", gateway.loops().mode().name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  private static void budget(MeterRegistry registry, String target, Budget budget) {
    Gauge.builder("sluice.budget.left", budget, b -> b.left(Clock.SYSTEM.nanos()))
        .tags(Labels.of(target))
        .register(registry);
  }

  private static void circuit(MeterRegistry registry, BreakerStats circuit) {
    Tags tags = Labels.of(circuit.operation(), circuit.target());
    Gauge.builder("sluice.breaker.state", circuit, c -> c.state().level())
        .tags(tags)
        .register(registry);
    for (Transition transition : Transition.values()) {
      FunctionCounter.builder(
              "sluice.breaker.changes", circuit, c -> (double) c.changes(transition))
          .tags(tags)
          .tag("to", transition.to().name().toLowerCase(Locale.ROOT))
          .tag("reason", transition.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
  }

  private static void credential(MeterRegistry registry, CredentialStats credential) {
    for (Scope scope : Scope.values()) {
      Tags tags =
          Tags.of(
              "gen_ai.provider.name", credential.provider(),
              "credential", String.valueOf(credential.place()),
              "scope", scope.name().toLowerCase(Locale.ROOT));
      Gauge.builder("sluice.credential.aside", credential, c -> (double) c.aside(scope))
          .tags(tags)
          .register(registry);
      changes(registry, credential, tags.and("to", "aside"), c -> c.setAsides(scope));
      changes(registry, credential, tags.and("to", "good"), c -> c.backs(scope));
    }
  }

  private static void changes(
      MeterRegistry registry,
      CredentialStats credential,
      Tags tags,
      ToLongFunction<CredentialStats> count) {
    FunctionCounter.builder(
            "sluice.credential.changes", credential, c -> (double) count.applyAsLong(c))
        .tags(tags)
        .register(registry);
  }

  private static void gauge(
      MeterRegistry registry,
      String what,
      Gateway gateway,
      ToLongFunction<ConnectionCounts> count) {
    Gauge.builder("sluice.connections." + what, gateway, g -> sum(g, count)).register(registry);
  }

  private static void counter(
      MeterRegistry registry,
      String what,
      Gateway gateway,
      ToLongFunction<ConnectionCounts> count) {
    FunctionCounter.builder("sluice.connections." + what, gateway, g -> sum(g, count))
        .register(registry);
  }

  private static double sum(Gateway gateway, ToLongFunction<ConnectionCounts> count) {
    return (double) gateway.transport().connections().stream().mapToLong(count).sum();
  }
}
