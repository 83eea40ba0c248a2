package dev.sluice.dialect;

import dev.sluice.dialect.anthropic.AnthropicCodec;
import dev.sluice.dialect.chat.ChatCodec;
import dev.sluice.dialect.codec.DialectCodec;
import dev.sluice.dialect.codec.ForeignSeals.Unsealed;
import dev.sluice.dialect.gemini.GeminiCodec;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.responses.ResponsesCodec;
import java.util.Optional;

/// A dialect that can be translated. A codec has no state.
@SuppressWarnings("ImmutableEnumChecker")
public enum WireDialect {
  /// OpenAI's Chat Completions.
  CHAT(new ChatCodec()),
  /// Anthropic's Messages.
  ANTHROPIC(new AnthropicCodec(), new Counting("{\"input_tokens\":")),
  /// OpenAI's Responses.
  RESPONSES(
      new ResponsesCodec(),
      new Counting("{\"object\":\"response.input_tokens\",\"input_tokens\":")),
  /// Gemini's generateContent.
  GEMINI(new GeminiCodec(), new Counting("{\"totalTokens\":"));

  private final DialectCodec codec;
  private final Optional<Counting> counting;

  /// How a dialect answers a client that counts the tokens of a conversation.
  ///
  /// @param beginning the answer, up to the number
  public record Counting(String beginning) {

    /// The answer that tells this many.
    public String answer(long tokens) {
      return beginning + tokens + "}";
    }
  }

  WireDialect(DialectCodec codec) {
    this(codec, Optional.empty());
  }

  WireDialect(DialectCodec codec, Counting counting) {
    this(codec, Optional.of(counting));
  }

  WireDialect(DialectCodec codec, Optional<Counting> counting) {
    this.codec = codec;
    this.counting = counting;
  }

  /// How its tokens are counted; empty where clients cannot ask for that.
  public Optional<Counting> counting() {
    return counting;
  }

  /// A request in this dialect without what targets of other dialects have sealed in its
  /// conversation; empty where it has nothing of the kind.
  ///
  /// @throws HeapMeter.NoRoomException if there is no room for what is built of it
  public Optional<Unsealed> unsealed(byte[] body, HeapMeter meter) {
    return codec.unsealed(body, meter);
  }

  /// The path of what a request in this dialect refers to in place of saying it; empty where the
  /// conversation is all there.
  ///
  /// @throws HeapMeter.NoRoomException if there is no room for what is built of it
  public Optional<String> elsewhere(byte[] body, HeapMeter meter) {
    return codec.elsewhere(body, meter);
  }

  DialectCodec codec() {
    return codec;
  }
}
