package rag;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/// Learns 200 texts, and asks a question of each model that it is given.
public final class Rag {
  /// The second one is a model of the simulated provider, which is beyond its rate limit.
  private static final List<String> MODELS = List.of("gpt-5-mini", "sim-fault/429");

  public static void main(String[] args) throws Exception {
    var meters = new SimpleMeterRegistry();
    var service = RagService.start(Path.of("sluice.yaml"), meters);
    try (var _ = service.gateway()) {
      service.learn(IntStream.rangeClosed(1, 200).mapToObj(i -> "Lock " + i).toList());
      double sent = meters.get("sluice.calls.sent").counter().count();
      System.out.println("200 texts in at most 4 upstream calls: " + (sent <= 4));
      for (String model : args.length == 0 ? MODELS : List.of(args)) {
        service.ask(model, "When does lock 17 open?", System.out::print);
        System.out.println();
      }
      System.out.printf("%.0f calls%n", meters.get("sluice.calls.asked").counter().count());
      System.err.println(meters.getMetersAsString());
    }
  }
}
