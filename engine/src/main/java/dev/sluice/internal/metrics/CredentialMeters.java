package dev.sluice.internal.metrics;

import dev.sluice.call.Failed.Scope;
import dev.sluice.stats.CredentialStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/// The meters of the providers' credentials.
public record CredentialMeters(List<CredentialStats> credentials) implements MeterBinder {
  /// What a credential is set aside for.
  private static final List<Scope> SCOPES = List.of(Scope.ACCOUNT, Scope.MODEL);

  public CredentialMeters {
    credentials = List.copyOf(credentials);
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (CredentialStats credential : credentials) {
      for (Scope scope : SCOPES) {
        bind(registry, credential, scope);
      }
    }
  }

  private static void bind(MeterRegistry registry, CredentialStats credential, Scope scope) {
    Tags tags =
        Tags.of(
            "gen_ai.provider.name", credential.provider(),
            "credential", String.valueOf(credential.place()),
            "scope", scope.name().toLowerCase(Locale.ROOT));
    Gauge.builder("sluice.credential.aside", credential, c -> (double) c.aside(scope))
        .description("whether a credential is set aside as a whole, or for how many models")
        .tags(tags)
        .register(registry);
    changes(registry, credential, tags.and("to", "aside"), c -> c.setAsides(scope));
    changes(registry, credential, tags.and("to", "good"), c -> c.backs(scope));
  }

  private static void changes(
      MeterRegistry registry,
      CredentialStats credential,
      Tags tags,
      ToLongFunction<CredentialStats> count) {
    FunctionCounter.builder(
            "sluice.credential.changes", credential, c -> (double) count.applyAsLong(c))
        .description("how often a credential was set aside, and was used again")
        .tags(tags)
        .register(registry);
  }
}
