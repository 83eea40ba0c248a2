package dev.sluice.cli.scenario;

import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.Type;
import dev.sluice.sim.scenario.Distribution;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Distributions as scenario files write them: `120ms`, `80ms..200ms`, `normal(120ms, 30ms)`,
/// `lognormal(300ms, 0.6)`, `exponential(50ms)`; without units for tokens.
final class DistributionType implements Type<Distribution> {
  private static final Pattern RANGE = Pattern.compile("(\\S+?)\\.\\.(\\S+)");
  private static final Pattern CALL =
      Pattern.compile("(normal|lognormal|exponential)\\(\\s*([^,\\s]+)\\s*(?:,\\s*(\\S+)\\s*)?\\)");

  private final Type<Double> unit;
  private final String examples;

  /// Distributions of one quantity.
  ///
  /// @param unit reads one quantity
  /// @param one an example of it
  DistributionType(Type<Double> unit, String one) {
    this.unit = unit;
    this.examples =
        "%1$s, %1$s..%1$s, normal(%1$s, %1$s), lognormal(%1$s, 0.5) or exponential(%1$s)"
            .formatted(one);
  }

  @Override
  public Distribution read(String text) throws ConfigProblem {
    Matcher range = RANGE.matcher(text);
    Matcher call = CALL.matcher(text);
    try {
      if (range.matches()) {
        return new Distribution.Uniform(unit.read(range.group(1)), unit.read(range.group(2)));
      }
      return call.matches() ? call(call) : new Distribution.Constant(unit.read(text));
    } catch (ConfigProblem | IllegalArgumentException e) {
      throw new ConfigProblem("must be a distribution such as " + examples);
    }
  }

  private Distribution call(Matcher call) throws ConfigProblem {
    double first = unit.read(call.group(2));
    String second = call.group(3);
    checkParameters(call.group(1).equals("exponential"), second);
    return switch (call.group(1)) {
      case "normal" -> new Distribution.Normal(first, unit.read(second));
      case "lognormal" -> new Distribution.LogNormal(first, sigma(second));
      default -> new Distribution.Exponential(first);
    };
  }

  private static void checkParameters(boolean one, @Nullable String second) throws ConfigProblem {
    if (one != (second == null)) {
      throw new ConfigProblem("must have " + (one ? "one parameter" : "two parameters"));
    }
  }

  private static double sigma(String text) throws ConfigProblem {
    if (!text.matches("[0-4](\\.\\d{1,9})?")) {
      throw new ConfigProblem("must have a sigma from 0 to 4");
    }
    return Double.parseDouble(text);
  }
}
