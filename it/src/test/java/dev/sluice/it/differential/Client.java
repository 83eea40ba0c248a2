package dev.sluice.it.differential;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// An official client, and a program around it that shows what an application sees of it.
interface Client {
  /// Names it in paths and messages.
  String name();

  /// Whether it makes the calls of a case beside the long form.
  boolean makes(Case one);

  /// Makes the calls of each task, straight and through the gateway.
  ///
  /// @param tasks see [Case#task]
  /// @return by the name of a case: `straight` and `through`, what was seen of each call
  Map<String, JsonNode> run(List<? extends JsonNode> tasks)
      throws IOException, InterruptedException;
}
