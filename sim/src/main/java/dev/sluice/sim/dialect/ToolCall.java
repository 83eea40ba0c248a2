package dev.sluice.sim.dialect;

/// A model wants a function to be called.
///
/// @param arguments a JSON object, token by token
public record ToolCall(String id, String name, Output arguments) {}
