package dev.sluice.metrics;

import dev.sluice.call.Operation;
import io.micrometer.core.instrument.Tags;
import java.util.Locale;

/// The labels that all meters of a target have in common.
public final class Labels {
  private Labels() {}

  /// Operation, provider and model.
  ///
  /// @param target `provider/model`; empty for none
  public static Tags of(Operation operation, String target) {
    int slash = target.indexOf('/');
    String provider = slash < 0 ? "none" : target.substring(0, slash);
    String model = slash < 0 ? "none" : target.substring(slash + 1);
    return Tags.of(
        "gen_ai.operation.name", nameOf(operation),
        "gen_ai.provider.name", provider,
        "gen_ai.request.model", model);
  }

  /// OpenTelemetry's name, where it has one.
  private static String nameOf(Operation operation) {
    return operation == Operation.COMPLETIONS
        ? "text_completion"
        : operation.name().toLowerCase(Locale.ROOT);
  }
}
