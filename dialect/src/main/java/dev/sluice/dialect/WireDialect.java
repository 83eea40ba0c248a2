package dev.sluice.dialect;

import dev.sluice.dialect.anthropic.AnthropicCodec;
import dev.sluice.dialect.codec.DialectCodec;
import dev.sluice.dialect.codec.ForeignSeals.Unsealed;
import dev.sluice.dialect.gemini.GeminiCodec;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.openai.ChatCodec;
import dev.sluice.dialect.openai.ResponsesCodec;
import java.util.Optional;

/// A dialect that can be translated. Its codec has no state.
@SuppressWarnings("ImmutableEnumChecker")
public enum WireDialect {
  /// The Chat Completions of OpenAI.
  CHAT(new ChatCodec()),
  /// The Messages of Anthropic.
  ANTHROPIC(new AnthropicCodec(), new Counting("{\"input_tokens\":")),
  /// The Responses of OpenAI.
  RESPONSES(
      new ResponsesCodec(),
      new Counting("{\"object\":\"response.input_tokens\",\"input_tokens\":")),
  /// The generateContent of Gemini.
  GEMINI(new GeminiCodec(), new Counting("{\"totalTokens\":"));

  private final DialectCodec codec;
  private final Optional<Counting> counting;

  /// The form in which a dialect answers a client that counts the tokens of a conversation.
  ///
  /// @param beginning the answer, up to the number
  public record Counting(String beginning) {

    /// The answer that tells `tokens`.
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

  /// The form in which tokens are counted; empty where clients cannot ask for that.
  public Optional<Counting> counting() {
    return counting;
  }

  /// Returns a request in this dialect without what targets of other dialects have sealed in its
  /// conversation; empty where it has nothing of the kind.
  ///
  /// @throws HeapMeter.NoRoomException if there is no room for what is built of the request
  public Optional<Unsealed> unsealed(byte[] body, HeapMeter meter) {
    return codec.unsealed(body, meter);
  }

  /// The path of the part of a request that refers to content in place of holding it; empty where
  /// the whole conversation is in the request.
  ///
  /// @throws HeapMeter.NoRoomException if there is no room for what is built of the request
  public Optional<String> elsewhere(byte[] body, HeapMeter meter) {
    return codec.elsewhere(body, meter);
  }

  DialectCodec codec() {
    return codec;
  }
}
