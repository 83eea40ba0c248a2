package dev.sluice.test;

import dev.sluice.sim.dialect.OpenAiError;
import dev.sluice.sim.fault.Fault;
import java.util.List;
import java.util.function.Predicate;

/// Makes answers, failures and conditions; to be imported as a whole:
///
/// ```java
/// import static dev.sluice.test.Llm.*;
///
/// llm.answers(text("It rains.").chunks(3), toolCall("weather", "{\"city\":\"Paris\"}"));
/// llm.fails(rateLimited().retryAfter(Duration.ofSeconds(2)));
/// llm.when(model("gpt-5").and(mentions("weather"))).alwaysAnswers("It rains.");
/// ```
public final class Llm {
  /// The dimensions of vectors that are not given, as OpenAI's small model has them.
  private static final int DIMENSIONS = 1536;

  private Llm() {}

  /// Answers with a text.
  public static LlmAnswer text(String text) {
    return new LlmAnswer(AnswerContent.of(text));
  }

  /// Answers with a tool call and no text.
  ///
  /// @param arguments a JSON object
  /// @throws IllegalArgumentException if it is none
  public static LlmAnswer toolCall(String name, String arguments) {
    return text("").toolCall(name, arguments);
  }

  /// Answers with whatever the request allows: calls of the tools that its last message names, or
  /// that it requires; JSON that fits its schema; or else prose. The same request gets the same
  /// answer.
  public static LlmAnswer improvised() {
    return new LlmAnswer(AnswerContent.improvised());
  }

  /// Answers with a vector of length 1 for each input, drawn from its text: the same text has the
  /// same vector. It has 1,536 dimensions, or as many as the request says.
  public static LlmVectors vectors() {
    return vectors(DIMENSIONS);
  }

  /// Answers with a vector of length 1 for each input, drawn from its text.
  ///
  /// @param dimensions of each vector, unless the request says
  public static LlmVectors vectors(int dimensions) {
    return LlmVectors.drawn(dimensions);
  }

  /// Answers with these vectors, the first for the first input; with more inputs than vectors it
  /// begins anew. Values are rounded to eight decimals.
  public static LlmVectors vectors(float[]... values) {
    return LlmVectors.given(List.of(values));
  }

  /// Fails with 429: too many calls for now. [LlmFailure#retryAfter] adds a hint.
  public static LlmFailure rateLimited() {
    return new LlmFailure(FailureCause.Known.RATE_LIMIT);
  }

  /// Fails since the account is empty, which no retry helps: 429 with `insufficient_quota`
  /// (OpenAI), 402 (Anthropic), 429 (Gemini).
  public static LlmFailure quotaExhausted() {
    return new LlmFailure(FailureCause.Known.NO_QUOTA);
  }

  /// Fails since the provider has too much to do: 529 (Anthropic), elsewhere 503.
  public static LlmFailure overloaded() {
    return new LlmFailure(FailureCause.Known.OVERLOADED);
  }

  /// Fails with 500.
  public static LlmFailure serverError() {
    return status(500);
  }

  /// Fails with 401: the key is none.
  public static LlmFailure unauthorized() {
    return status(401);
  }

  /// Fails with 404: there is no such model.
  public static LlmFailure modelNotFound() {
    return new LlmFailure(FailureCause.Known.NO_MODEL);
  }

  /// Fails with 400: the prompt is longer than the model's context, in the words of the vendor.
  public static LlmFailure contextTooLong() {
    return new LlmFailure(FailureCause.Known.TOO_LONG);
  }

  /// Fails with a status, and the error that usually comes with it.
  ///
  /// @param status from 400 to 599
  public static LlmFailure status(int status) {
    checkStatus(status);
    return new LlmFailure(FailureCause.status(status));
  }

  /// Fails with a status and a message.
  ///
  /// @param status from 400 to 599
  public static LlmFailure status(int status, String message) {
    checkStatus(status);
    OpenAiError usual = OpenAiError.of(status);
    return new LlmFailure(
        new FailureCause.Fixed(
            new OpenAiError(status, usual.type(), usual.param(), usual.code(), message)));
  }

  private static void checkStatus(int status) {
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException(
          "the status of a failure is " + status + "; it must be from 400 to 599");
    }
  }

  /// Fails with an HTML page, as a CDN or a proxy in front of the provider gives it.
  ///
  /// @param status from 400 to 599
  public static LlmFailure htmlPage(int status) {
    checkStatus(status);
    return new LlmFailure(FailureCause.fault(Fault.HTML, Integer.toString(status)));
  }

  /// Fails with status 200 and an error in the body, or as the only event of a stream.
  public static LlmFailure errorIn200() {
    return new LlmFailure(FailureCause.fault(Fault.ERROR_IN_200, "503"));
  }

  /// Gives no answer; the connection stays open until the client leaves, or the test ends.
  public static LlmFailure silence() {
    return new LlmFailure(FailureCause.fault(Fault.SILENCE, ""));
  }

  /// Gives the head of an answer with status 200 and nothing behind it; the connection stays open
  /// until the client leaves, or the test ends.
  public static LlmFailure silenceAfterHead() {
    return new LlmFailure(FailureCause.fault(Fault.SILENCE_AFTER_HEAD, ""));
  }

  /// Resets the connection (RST) instead of an answer.
  public static LlmFailure connectionReset() {
    return new LlmFailure(FailureCause.fault(Fault.RESET_BEFORE_HEAD, ""));
  }

  /// Closes the connection (FIN) instead of an answer.
  public static LlmFailure connectionClosed() {
    return new LlmFailure(FailureCause.fault(Fault.FIN_BEFORE_HEAD, ""));
  }

  /// The condition that a call asks this model.
  public static CallMatcher model(String name) {
    return new CallMatcher("model is " + name, call -> call.model().equals(name));
  }

  /// The condition that the system prompt, a message or an input of a call holds this text.
  public static CallMatcher mentions(String text) {
    return new CallMatcher("it mentions \"" + text + "\"", call -> call.isAbout(text));
  }

  /// The condition that the last message of a call holds this text.
  public static CallMatcher lastMessage(String text) {
    return new CallMatcher(
        "its last message mentions \"" + text + "\"", call -> call.lastMessage().contains(text));
  }

  /// The condition that a call is made to this API.
  public static CallMatcher api(LlmApi api) {
    return new CallMatcher("api is " + api, call -> call.api() == api);
  }

  /// The condition that a call asks for a stream.
  public static CallMatcher streamed() {
    return new CallMatcher("it is streamed", SentCall::stream);
  }

  /// The condition that a call offers this tool.
  public static CallMatcher tool(String name) {
    return new CallMatcher("it offers tool " + name, call -> call.tools().contains(name));
  }

  /// The condition that a call has this header.
  public static CallMatcher header(String name, String value) {
    return new CallMatcher(
        "header " + name + " is " + value, call -> value.equals(call.header(name)));
  }

  /// A condition of the test's own. It is asked on the provider's event loop, and must not block.
  ///
  /// @param says the condition in words, to be read after `when`: `it has two messages`
  public static CallMatcher that(String says, Predicate<SentCall> condition) {
    return new CallMatcher(says, condition);
  }
}
