package dev.sluice.config.provider;

import dev.sluice.call.Call;
import dev.sluice.call.request.SchedulingHints;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Something of a call that its provider is told, so that the provider's own bill or log can be
/// divided by it.
public enum CallLabel {
  /// The team, or the tenant, that the call is made for.
  TEAM,
  /// The part of it.
  PART,
  /// The key that the call is made with, by its name.
  KEY;

  /// The value for a call; empty where it has none.
  public Optional<String> of(Call call) {
    String value =
        switch (this) {
          case TEAM -> call.hints().tenant();
          case PART -> call.hints().subtenant();
          case KEY -> key(call);
        };
    boolean said = !value.isEmpty() && !value.equals(SchedulingHints.NOBODY);
    return said ? Optional.of(value) : Optional.empty();
  }

  /// The name of the key; empty where several keys share the call.
  private static String key(Call call) {
    boolean known = !call.hints().caller().equals(SchedulingHints.NOBODY);
    return known ? call.origin().key() : "";
  }

  /// The labels that requests to `provider` tell, in one way or another.
  public static Set<CallLabel> told(ProviderConfig provider) {
    Set<CallLabel> told = EnumSet.noneOf(CallLabel.class);
    told.addAll(provider.labels());
    if (provider.auth().orElse(null) instanceof AwsAuth aws) {
      told.addAll(aws.sessionTags());
    }
    return told;
  }

  /// Whether requests to `provider` have a place for labels.
  public static boolean placed(ProviderConfig provider) {
    return provider.type() == ProviderType.BEDROCK || isOfVertex(provider);
  }

  /// Whether `provider` is Gemini at Vertex AI.
  public static boolean isOfVertex(ProviderConfig provider) {
    return provider.api() == ProviderConfig.Api.GEMINI && VertexHosts.has(provider.url());
  }
}
