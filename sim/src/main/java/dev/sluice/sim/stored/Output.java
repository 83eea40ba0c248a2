package dev.sluice.sim.stored;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;

/// Reads the output of a rendered response.
final class Output {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Output() {}

  static List<JsonNode> items(byte[] response) {
    try {
      return JSON.readTree(response).path("output").valueStream().toList();
    } catch (IOException e) {
      throw new IllegalStateException("the simulator has made no JSON", e);
    }
  }
}
