package dev.sluice.sim;

import dev.sluice.sim.scenario.Model;
import java.util.List;
import java.util.stream.Collectors;

/// The lines that a started simulator prints.
public final class Banner {
  private Banner() {}

  /// Returns the lines: the address, the models, and a line to try.
  public static List<String> of(Simulator simulator) {
    List<Model> models = simulator.scenario().models();
    String names = models.stream().map(Model::name).collect(Collectors.joining(", "));
    String url = simulator.url();
    return List.of(
        "simulated provider " + url,
        "  models  " + names,
        "  faults  header x-sim-fault: NAME[=ARG], or model sim-fault/NAME[=ARG]",
        "  try     curl -s " + url + "/chat/completions -H 'content-type: application/json' \\",
        "            -d '{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}'"
            .formatted(models.getFirst().name()));
  }
}
