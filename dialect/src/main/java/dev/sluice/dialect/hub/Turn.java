package dev.sluice.dialect.hub;

import dev.sluice.dialect.json.SourcePath;
import java.util.List;

/// A turn of a conversation: the blocks of one side, up to the other side's next.
public record Turn(Role role, List<ContentBlock> blocks, SourcePath place) {
  /// The side that speaks.
  public enum Role {
    USER,
    ASSISTANT,
    /// An instruction in the midst of the conversation.
    SYSTEM
  }
}
