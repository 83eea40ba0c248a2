package dev.sluice.sim.dialect;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.sim.wire.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// A model wants a function to be called.
///
/// @param arguments a JSON object, token by token; any text for a custom tool
/// @param custom whether the tool takes a text
/// @param namespace that the tool stands in; empty for none
public record ToolCall(String id, String name, Output arguments, boolean custom, String namespace) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// The arguments as JSON, out of the string that they stand in.
  public byte[] json() {
    Bytes text = new Bytes(64).ascii("\"");
    arguments.write(text);
    try {
      String inside = JSON.readValue(text.ascii("\"").array(), String.class);
      return inside.getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the simulator has made no JSON string", e);
    }
  }
}
