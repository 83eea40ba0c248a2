package dev.sluice.dialect.hub;

import java.util.List;

/// The request of a client to a model.
///
/// @param system the texts that stand before the conversation
/// @param turns the conversation; no two neighbours are of the same role, unless they are of the
///   system
public record HubRequest(
    String model,
    boolean stream,
    boolean usageInStream,
    List<ContentBlock.Text> system,
    List<Turn> turns,
    List<Tool> tools,
    ToolChoice choice,
    Settings settings) {

  /// A copy of this request for a client that has said in another place than the body which model
  /// is to answer, and whether in events.
  public HubRequest asking(String newModel, boolean inEvents) {
    return new HubRequest(
        newModel, inEvents, usageInStream, system, turns, tools, choice, settings);
  }
}
