package dev.sluice.internal.dialect.hub;

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
    Settings settings) {}
