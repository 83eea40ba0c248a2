package rag;

import dev.sluice.Gateway;
import dev.sluice.GatewayMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/// Learns 200 texts and asks a question of each model that it is given.
public final class Rag {
  public static void main(String[] args) throws Exception {
    var registry = new SimpleMeterRegistry();
    try (Gateway gateway =
        Gateway.builder(Path.of("sluice.yaml"))
            .observer(GatewayMeters.ofCalls(registry))
            .start()) {
      new GatewayMeters(gateway).bindTo(registry);
      var service = new RagService(gateway);
      List<String> texts =
          IntStream.rangeClosed(1, 200).mapToObj(i -> "Lock " + i + " opens at " + i).toList();
      service.learn(texts);
      for (String model : args.length == 0 ? new String[] {"gpt-5-mini"} : args) {
        service.ask(model, "When does lock 17 open?", System.out::print);
        System.out.println();
      }
      double asked = registry.get("sluice.calls.asked").counter().count();
      System.out.printf("%.0f calls%n", asked);
      System.err.println(registry.getMetersAsString());
    }
  }
}
