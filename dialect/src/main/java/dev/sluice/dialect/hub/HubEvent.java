package dev.sluice.dialect.hub;

import org.jspecify.annotations.Nullable;

/// A step of an answer that arrives in events.
public sealed interface HubEvent {
  /// The beginning of an answer.
  ///
  /// @param usage the usage that is known at the start
  record Start(String id, String model, TokenUsage usage) implements HubEvent {}

  /// The beginning of a block, which ends with the next [Close].
  ///
  /// @param id the id of a tool's call; empty for other blocks
  /// @param name the name of the called tool; empty for other blocks
  record Open(BlockKind kind, String id, String name) implements HubEvent {}

  /// More of the open block's text, thinking or arguments; never empty.
  record Delta(String text) implements HubEvent {}

  /// The token of the open block, or the whole content of a block that is hidden.
  record Seal(String token) implements HubEvent {}

  /// A source of the open block's text.
  record Cited(ContentBlock.Citation citation) implements HubEvent {}

  record Close() implements HubEvent {}

  /// A search of the web that the provider has run: a block of its own, between others.
  record Searched(ContentBlock.Search search) implements HubEvent {}

  /// The end of an answer that is complete.
  record Finish(StopReason stop, @Nullable String stopSequence, TokenUsage usage)
      implements HubEvent {}

  /// The omission of something in the provider's answer whose meaning is not known.
  ///
  /// @param path the path of the omitted part in the provider's answer, in no word of the
  ///   provider's
  /// @param content whether the omitted part is, or may be, something that the model has said
  record Dropped(String path, boolean content) implements HubEvent {
    /// The comment that tells the omission in a stream of events.
    public String comment() {
      return ": x-sluice-dropped: " + path + "\n\n";
    }
  }

  /// A sign of life from the provider.
  record Ping() implements HubEvent {}

  /// The kind of content of a block.
  enum BlockKind {
    TEXT,
    THINKING,
    REDACTED,
    TOOL_CALL,
    DECLINED
  }
}
