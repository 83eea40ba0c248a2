package dev.sluice.dialect.hub;

import org.jspecify.annotations.Nullable;

/// A step of an answer that arrives in events.
public sealed interface HubEvent {
  /// The answer begins.
  ///
  /// @param usage what is known at the start
  record Start(String id, String model, TokenUsage usage) implements HubEvent {}

  /// A block begins; it ends with the next [Close].
  ///
  /// @param id of a tool's call; empty for others
  /// @param name of the tool; empty for others
  record Open(BlockKind kind, String id, String name) implements HubEvent {}

  /// More of the open block's text, thinking or arguments; never empty.
  record Delta(String text) implements HubEvent {}

  /// The open block's token, or all of a block whose content is hidden.
  record Seal(String token) implements HubEvent {}

  /// A source of the open block's text.
  record Cited(Block.Citation citation) implements HubEvent {}

  record Close() implements HubEvent {}

  /// The provider has searched the web; a block of its own, between others.
  record Searched(Block.Search search) implements HubEvent {}

  /// The answer is complete.
  record Finish(StopReason stop, @Nullable String stopSequence, TokenUsage usage)
      implements HubEvent {}

  /// Something of the provider's is left out, since it is not known here what it means.
  ///
  /// @param path of it in the provider's answer, in no word of the provider's
  /// @param content whether it is a part of what the model has said, or may be
  record Dropped(String path, boolean content) implements HubEvent {
    /// The comment that tells it in a stream of events.
    public String comment() {
      return ": x-sluice-dropped: " + path + "\n\n";
    }
  }

  /// The provider says that it is alive.
  record Ping() implements HubEvent {}

  /// What a block holds.
  enum BlockKind {
    TEXT,
    THINKING,
    REDACTED,
    TOOL_CALL,
    DECLINED
  }
}
