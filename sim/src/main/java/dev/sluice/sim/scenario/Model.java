package dev.sluice.sim.scenario;

import dev.sluice.sim.limit.ModelLimits;
import java.time.Duration;
import java.util.List;

/// A simulated model, which answers everything: chat, completions, responses, embeddings,
/// moderations.
///
/// @param speed how fast it is
/// @param output tokens of an answer, before `max_tokens` cuts it
/// @param limits what it allows
/// @param faults what it does wrong; the first rule that strikes counts
/// @param dimensions of its vectors, unless the request says
/// @param cacheDiscount by which share an input token costs less that its prompt cache knows, from
///   0 to 1; 0 for a model without a prompt cache
public record Model(
    String name,
    Speed speed,
    Distribution output,
    ModelLimits limits,
    List<FaultRule> faults,
    int dimensions,
    double cacheDiscount) {

  /// How fast a model is, in nanoseconds.
  ///
  /// @param first to the first token
  /// @param token from one token to the next
  public record Speed(Distribution first, Distribution token) {

    /// The speed of a model that is as fast as the machine.
    public static final Speed AT_ONCE = new Speed(Distribution.of(0), Distribution.of(0));

    /// Makes a speed that never varies.
    public static Speed of(Duration first, Duration token) {
      return new Speed(Distribution.of(first), Distribution.of(token));
    }
  }

  public Model {
    faults = List.copyOf(faults);
  }

  /// A model that answers at once with 16 tokens, without limits and faults.
  public static Model named(String name) {
    return new Model(
        name, Speed.AT_ONCE, Distribution.of(16), ModelLimits.NONE, List.of(), 1536, 0);
  }

  public Model speed(Speed other) {
    return new Model(name, other, output, limits, faults, dimensions, cacheDiscount);
  }

  public Model output(Distribution other) {
    return new Model(name, speed, other, limits, faults, dimensions, cacheDiscount);
  }

  public Model limits(ModelLimits other) {
    return new Model(name, speed, output, other, faults, dimensions, cacheDiscount);
  }

  public Model faults(FaultRule... others) {
    return new Model(name, speed, output, limits, List.of(others), dimensions, cacheDiscount);
  }

  public Model dimensions(int other) {
    return new Model(name, speed, output, limits, faults, other, cacheDiscount);
  }

  public Model cacheDiscount(double other) {
    return new Model(name, speed, output, limits, faults, dimensions, other);
  }
}
