package dev.sluice.lab.prove;

import dev.sluice.lab.mechanism.Mechanism;
import dev.sluice.lab.mechanism.Variant;
import dev.sluice.lab.prove.PlannedCall.Kind;
import dev.sluice.sim.Recorded;
import dev.sluice.sim.Simulator;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The two providers of one side.
record Site(Simulator one, Simulator two) implements AutoCloseable {
  /// How long a call may wait in the gateway's queue: the rest of the applications' 30 s is left
  /// for the answer.
  static final Duration PATIENCE = Duration.ofSeconds(25);

  private static final Set<Mechanism> USED =
      EnumSet.of(Mechanism.BATCH, Mechanism.CACHE, Mechanism.COALESCE);

  private static final Set<String> MODELS =
      Arrays.stream(Kind.values()).map(Kind::model).collect(Collectors.toUnmodifiableSet());

  /// Starts the two providers.
  ///
  /// @param lead how long after that the calls begin
  static Site start(Trouble trouble, Duration lead) {
    Simulator one = Simulator.start(trouble.scenario(Trouble.ONE, lead), 0);
    return new Site(one, Simulator.start(trouble.scenario(Trouble.TWO, lead), 0));
  }

  /// Returns the base URL of each provider.
  List<URI> bases() {
    return Stream.of(one, two).map(simulator -> URI.create(simulator.url())).toList();
  }

  /// Returns how many calls the providers have answered with such a status; 0 stands for no answer
  /// at all.
  long calls(IntPredicate status) {
    return Stream.of(one, two).map(Simulator::recorded).mapToLong(r -> calls(r, status)).sum();
  }

  private static long calls(Recorded recorded, IntPredicate status) {
    return recorded.calls(kind -> MODELS.contains(kind.model()) && status.test(kind.status()));
  }

  /// Returns the configuration of a gateway in front of the providers.
  String config(Variant variant) {
    return """
    defaults: %s
    providers:
      one: {type: openai, url: "%s", key: sk-sim, allow_private: true%s}
      two: {type: openai, url: "%s", key: sk-sim, allow_private: true%3$s}
    routes:
      chat: {models: [chat], targets: [{provider: one}, {provider: two}]}
      embed: {models: [embed], targets: [{provider: one}, {provider: two}]}
    """
        .formatted(
            variant.defaults(USED, "queue: {max_wait: %ds}".formatted(PATIENCE.toSeconds())),
            one.url(),
            variant.providers(),
            two.url());
  }

  @Override
  public void close() {
    one.close();
    two.close();
  }
}
