package dev.sluice.test;

import dev.sluice.sim.dialect.Shape;
import dev.sluice.sim.fault.Fault;
import dev.sluice.sim.wire.Header;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An answer of a model: a text, tool calls, or both. It comes as a stream or as a whole, as the
/// call asks for, and in the dialect of the call. Made by [Llm]; immutable.
///
/// The faults are those of a stream. An answer that comes as a whole has two halves: each fault
/// strikes in its middle. Before a connection breaks, 50 ms pass by the provider's clock, in which
/// the client can read what came before.
public final class LlmAnswer implements LlmReply {
  private final AnswerContent content;
  private final Duration first;
  private final Duration every;
  private final Optional<Shape.Tokens> tokens;
  private final List<Damage> damages;
  private final List<Header> headers;

  LlmAnswer(AnswerContent content) {
    this(content, Duration.ZERO, Duration.ZERO, Optional.empty(), List.of(), List.of());
  }

  private LlmAnswer(
      AnswerContent content,
      Duration first,
      Duration every,
      Optional<Shape.Tokens> tokens,
      List<Damage> damages,
      List<Header> headers) {
    this.content = content;
    this.first = first;
    this.every = every;
    this.tokens = tokens;
    this.damages = damages;
    this.headers = headers;
  }

  /// Returns the same answer, whose text comes in so many chunks of about the same length; by
  /// default a chunk has five characters.
  ///
  /// @param count at least 1; at most as many as the text has characters
  public LlmAnswer chunks(int count) {
    return with(content.chunks(count));
  }

  /// Returns the same answer with one more tool call.
  ///
  /// @param arguments a JSON object
  /// @throws IllegalArgumentException if it is none
  public LlmAnswer toolCall(String name, String arguments) {
    return with(content.toolCall(name, arguments));
  }

  /// Returns the same answer, ended by the limit of its tokens: `finish_reason` `length`,
  /// `stop_reason` `max_tokens`, `finishReason` `MAX_TOKENS`, or an incomplete response.
  public LlmAnswer truncated() {
    return with(content.finish("length"));
  }

  /// Returns the same answer, ended by the content filter: `content_filter`, `refusal`, `SAFETY`.
  public LlmAnswer filtered() {
    return with(content.finish("content_filter"));
  }

  /// Returns the same answer, whose first chunk comes so long after the call. An answer that comes
  /// as a whole begins when its last chunk would have come.
  public LlmAnswer firstTokenAfter(Duration delay) {
    return new LlmAnswer(content, delay, every, tokens, damages, headers);
  }

  /// Returns the same answer with so much time from each chunk to the next.
  public LlmAnswer chunksEvery(Duration delay) {
    return new LlmAnswer(content, first, delay, tokens, damages, headers);
  }

  /// Returns the same answer, which says that the call has cost so many tokens.
  public LlmAnswer usage(int input, int output) {
    if (input < 0 || output < 0) {
      throw new IllegalArgumentException(
          "the usage is " + input + " and " + output + " tokens; both must be 0 or more");
    }
    Optional<Shape.Tokens> told = Optional.of(new Shape.Tokens(input, output));
    return new LlmAnswer(content, first, every, told, damages, headers);
  }

  /// Returns the same answer without its usage.
  public LlmAnswer withoutUsage() {
    return fault("no-usage");
  }

  /// Returns the same answer with one more header.
  public LlmAnswer header(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new LlmAnswer(content, first, every, tokens, damages, List.copyOf(more));
  }

  /// Returns the same answer, whose connection is reset (RST) after so many chunks.
  public LlmAnswer cutAfter(int chunks) {
    return with(Damage.after(Fault.RESET_AFTER, chunks));
  }

  /// Returns the same answer, whose connection is closed (FIN) after so many chunks, without the
  /// end that HTTP wants.
  public LlmAnswer closedAfter(int chunks) {
    return with(Damage.after(Fault.FIN_AFTER, chunks));
  }

  /// Returns the same answer, which ends after so many chunks as HTTP wants it and as its dialect
  /// does not: without a reason, and without `[DONE]` or its like.
  public LlmAnswer unfinishedAfter(int chunks) {
    return with(Damage.after(Fault.END_AFTER, chunks));
  }

  /// Returns the same answer, of which nothing more comes after so many chunks; the connection
  /// stays open until the client leaves, or the test ends.
  public LlmAnswer silentAfter(int chunks) {
    return with(Damage.after(Fault.STALL_AFTER, chunks));
  }

  /// Returns the same answer, in whose stream an error (overloaded) comes after so many chunks. An
  /// answer that comes as a whole is that error, with status 200.
  public LlmAnswer errorAfter(int chunks) {
    return with(Damage.after(Fault.ERROR_AFTER, chunks));
  }

  /// Returns the same answer, in which the JSON of the chunk behind so many others breaks off.
  public LlmAnswer malformedAfter(int chunks) {
    return with(Damage.after(Fault.MALFORMED_EVENT, chunks));
  }

  /// Returns the same answer with a fault of the simulator, as `docs/simulator.md` names it: `NAME`
  /// or `NAME=ARG`, for example `odd-events` or `trickle=5ms`.
  ///
  /// @throws IllegalArgumentException if there is no such fault, or it does not take that argument
  public LlmAnswer fault(String fault) {
    return with(Damage.named(fault));
  }

  private LlmAnswer with(AnswerContent other) {
    return new LlmAnswer(other, first, every, tokens, damages, headers);
  }

  private LlmAnswer with(Damage damage) {
    List<Damage> more = new ArrayList<>(damages);
    more.add(damage);
    return new LlmAnswer(content, first, every, tokens, List.copyOf(more), headers);
  }

  @Override
  public boolean fits(LlmApi api) {
    return api.generates();
  }

  AnswerContent content() {
    return content;
  }

  ScriptedPace pace() {
    return new ScriptedPace(first.toNanos(), every.toNanos());
  }

  Optional<Shape.Tokens> tokens() {
    return tokens;
  }

  List<Damage> damages() {
    return damages;
  }

  List<Header> headers() {
    return headers;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(content.toString());
    damages.forEach(damage -> text.append(", fault ").append(damage.fault()));
    return text.toString();
  }
}
