package dev.sluice.internal.metrics;

import dev.sluice.call.request.Operation;
import io.micrometer.core.instrument.Tags;
import java.util.Locale;

/// The labels that all meters of a target have in common.
final class Labels {
  private Labels() {}

  /// Returns the labels for operation, provider and model.
  ///
  /// @param target `provider/model`; empty for none
  public static Tags of(Operation operation, String target) {
    return of(target).and("gen_ai.operation.name", nameOf(operation));
  }

  /// Returns the labels for provider and model.
  ///
  /// @param target `provider/model`; empty for none
  public static Tags of(String target) {
    int slash = target.indexOf('/');
    return Tags.of(
        "gen_ai.provider.name", slash < 0 ? "none" : target.substring(0, slash),
        "gen_ai.request.model", slash < 0 ? "none" : target.substring(slash + 1));
  }

  /// Returns OpenTelemetry's name of an operation, or the gateway's own where there is none.
  private static String nameOf(Operation operation) {
    return operation == Operation.COMPLETIONS
        ? "text_completion"
        : operation.name().toLowerCase(Locale.ROOT);
  }
}
