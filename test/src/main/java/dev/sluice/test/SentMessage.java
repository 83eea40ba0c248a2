package dev.sluice.test;

/// A message of a prompt, or an input to embed.
///
/// @param role `system`, `developer`, `user`, `assistant` (also for Gemini's `model`) or `tool`
/// @param text its text parts, one after the other; of a tool's result, the result
public record SentMessage(String role, String text) {}
