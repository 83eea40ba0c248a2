package dev.sluice.dialect.hub;

import java.util.List;

/// What a client asks a model for.
///
/// @param system what stands before the conversation
/// @param turns the conversation; no two neighbours are of the same role, unless they are of the
///   system
public record HubRequest(
    String model,
    boolean stream,
    boolean usageInStream,
    List<Block.Text> system,
    List<Turn> turns,
    List<Tool> tools,
    ToolChoice choice,
    Settings settings) {

  /// The same request where the client has said in another place than its body which model is to
  /// answer, and whether in events.
  public HubRequest asking(String newModel, boolean inEvents) {
    return new HubRequest(
        newModel, inEvents, usageInStream, system, turns, tools, choice, settings);
  }
}
