package dev.sluice.dialect.hub;

import dev.sluice.dialect.json.SourcePath;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A part of a turn or of an answer.
public sealed interface ContentBlock {
  SourcePath place();

  /// Whether the block at `index` is directly followed by a call. Thinking without words there is
  /// the call's signature, which some dialects carry with the call.
  static boolean isBeforeCall(List<ContentBlock> blocks, int index) {
    return index + 1 < blocks.size() && blocks.get(index + 1) instanceof ToolCall;
  }

  /// Words.
  ///
  /// @param cache how long the prompt up to here is to be cached ("5m", "1h"); null for no mark
  record Text(String text, List<Citation> citations, @Nullable String cache, SourcePath place)
      implements ContentBlock {
    public Text(String text, SourcePath place) {
      this(text, List.of(), null, place);
    }
  }

  /// The source of a text.
  ///
  /// @param start the offset of the words in their text that come from the source, in characters;
  ///   below zero where the provider does not say
  /// @param end the offset behind those words
  record Citation(String url, String title, String quoted, long start, long end) {
    public Citation(String url, String title, String quoted) {
      this(url, title, quoted, -1, -1);
    }

    public boolean located() {
      return start >= 0 && end >= start;
    }
  }

  record Image(Source source, @Nullable String cache, SourcePath place) implements ContentBlock {}

  /// A document.
  ///
  /// @param title the title; empty if the document has none
  record Document(String title, Source source, @Nullable String cache, SourcePath place)
      implements ContentBlock {}

  /// Sound.
  record Audio(Source.Inline source, SourcePath place) implements ContentBlock {}

  /// What a model has thought.
  ///
  /// @param seal the token that proves where it comes from; null where it is not signed
  record Thinking(String text, @Nullable String seal, SourcePath place) implements ContentBlock {}

  /// The thinking of a model that its provider does not show.
  record Redacted(String seal, SourcePath place) implements ContentBlock {}

  /// A model's call of a tool.
  ///
  /// @param arguments the arguments as the model has written them: an object, unless they were cut
  ///   or wrong; the input itself, for a freeform tool
  record ToolCall(
      String id,
      String name,
      String arguments,
      boolean freeform,
      @Nullable String cache,
      SourcePath place)
      implements ContentBlock {
    /// A copy of this call under another id.
    public ToolCall named(String otherId) {
      return new ToolCall(otherId, name, arguments, freeform, cache, place);
    }
  }

  record ToolResult(
      String callId,
      List<ContentBlock> content,
      boolean failed,
      @Nullable String cache,
      SourcePath place)
      implements ContentBlock {
    /// A copy of this result for a call with another id.
    public ToolResult answering(String otherId) {
      return new ToolResult(otherId, content, failed, cache, place);
    }
  }

  /// A model's words for what it does not do.
  record Declined(String text, SourcePath place) implements ContentBlock {}

  /// A search of the web that the provider has run.
  ///
  /// @param sources the sources that the search has found, as far as they are told
  record Search(String id, String query, List<Citation> sources, SourcePath place)
      implements ContentBlock {
    /// The search in words, for a provider that cannot take it back as a search.
    public String told() {
      String found = sources.stream().map(Citation::url).collect(Collectors.joining(", "));
      return "[Searched the web for: " + query + (found.isEmpty() ? "" : ". Found: " + found) + "]";
    }
  }

  /// A block of a tool that the provider itself runs, or of another kind that one dialect alone
  /// has.
  record Foreign(String type, SourcePath place) implements ContentBlock {}

  /// The place of the bytes of an image or a document.
  sealed interface Source {
    /// The bytes themselves.
    ///
    /// @param base64 the bytes in base64, checked
    record Inline(String mediaType, String base64) implements Source {}

    record Url(String url) implements Source {}

    record Plain(String text) implements Source {}

    /// A file that a provider holds.
    record File(String id) implements Source {}
  }
}
