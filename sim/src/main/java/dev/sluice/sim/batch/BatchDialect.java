package dev.sluice.sim.batch;

/// The provider in whose words a batch, or a file, is spoken of.
enum BatchDialect {
  /// OpenAI and Azure.
  OPENAI,
  ANTHROPIC,
  GEMINI
}
