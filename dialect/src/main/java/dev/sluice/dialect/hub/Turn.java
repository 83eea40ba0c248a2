package dev.sluice.dialect.hub;

import dev.sluice.dialect.json.SourcePath;
import java.util.List;

/// One side's contribution to a conversation.
public record Turn(Role role, List<Block> blocks, SourcePath place) {
  /// The side.
  public enum Role {
    USER,
    ASSISTANT,
    /// An instruction in the midst of the conversation.
    SYSTEM
  }
}
