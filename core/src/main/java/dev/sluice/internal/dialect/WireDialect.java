package dev.sluice.internal.dialect;

import dev.sluice.call.request.Operation;
import dev.sluice.internal.dialect.json.HeapMeter;
import dev.sluice.internal.dialect.unseal.ForeignSeals.Unsealed;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A dialect that can be translated: one row says what is asked in it. A codec has no state.
@SuppressWarnings("ImmutableEnumChecker")
public enum WireDialect {
  /// OpenAI's Chat Completions.
  CHAT(new ChatCodec(), Operation.CHAT),
  /// Anthropic's Messages.
  ANTHROPIC(
      new AnthropicCodec(),
      Operation.MESSAGES,
      new Counting(Operation.COUNT_TOKENS, "{\"input_tokens\":")),
  /// OpenAI's Responses.
  RESPONSES(
      new ResponsesCodec(),
      Operation.RESPONSES,
      new Counting(
          Operation.INPUT_TOKENS, "{\"object\":\"response.input_tokens\",\"input_tokens\":")),
  /// Gemini's generateContent.
  GEMINI(
      new GeminiCodec(),
      Operation.GENERATE,
      new Counting(Operation.GENERATE_COUNT, "{\"totalTokens\":"));

  private final DialectCodec codec;
  private final Operation conversation;
  private final Optional<Counting> counting;

  /// How clients of a dialect count the tokens of a conversation.
  ///
  /// @param operation what they ask
  /// @param beginning the answer, up to the number
  public record Counting(Operation operation, String beginning) {

    /// The answer that tells this many.
    public String answer(long tokens) {
      return beginning + tokens + "}";
    }
  }

  WireDialect(DialectCodec codec, Operation conversation) {
    this(codec, conversation, Optional.empty());
  }

  WireDialect(DialectCodec codec, Operation conversation, Counting counting) {
    this(codec, conversation, Optional.of(counting));
  }

  WireDialect(DialectCodec codec, Operation conversation, Optional<Counting> counting) {
    this.codec = codec;
    this.conversation = conversation;
    this.counting = counting;
  }

  /// The dialect of calls for `operation`; empty where they are in none that can be translated.
  public static Optional<WireDialect> of(Operation operation) {
    return Stream.of(values()).filter(dialect -> dialect.has(operation)).findFirst();
  }

  /// All that can be asked in one of these dialects, and so of each provider that speaks one.
  public static Set<Operation> operations() {
    return Stream.of(Operation.values())
        .filter(operation -> of(operation).isPresent())
        .collect(Collectors.toSet());
  }

  private boolean has(Operation operation) {
    return conversation == operation
        || counting.filter(count -> count.operation() == operation).isPresent();
  }

  /// What a conversation is asked for with.
  public Operation conversation() {
    return conversation;
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
