package dev.sluice.test;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.sim.gemini.GeminiPath;
import dev.sluice.sim.wire.Header;
import dev.sluice.sim.wire.ReceivedRequest;
import dev.sluice.sim.wire.ReplyDelivery.Finish;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A call as the provider has received it: what it says, and assertions of it, which fail with an
/// [AssertionError] that shows the whole call. Safe for any number of threads.
public final class SentCall {
  private static final int SHOWN = 60;

  private final int number;
  private final LlmApi api;
  private final ReceivedRequest request;
  private final JsonNode body;
  private final long arrived;
  private final long before;
  private final List<SentMessage> messages;
  private final CompletableFuture<Finish> ended = new CompletableFuture<>();

  /// @param number from 1
  /// @param arrived when it came, in nanoseconds
  /// @param before when the call before it came; the same for the first one
  SentCall(int number, LlmApi api, ReceivedRequest request, long arrived, long before) {
    this.number = number;
    this.api = api;
    this.request = request;
    this.body = SentBody.tree(request.body());
    this.arrived = arrived;
    this.before = before;
    this.messages = SentBody.messages(body);
  }

  /// Returns the number of the call in its test, from 1.
  public int number() {
    return number;
  }

  /// Returns the API that the call was made to.
  public LlmApi api() {
    return api;
  }

  public String method() {
    return request.method();
  }

  /// Returns the path, without the query.
  public String path() {
    return request.path();
  }

  /// Returns the model that was asked; empty where the call names none.
  public String model() {
    GeminiPath gemini = GeminiPath.of(request);
    return gemini == null ? body.path("model").asText("") : gemini.model();
  }

  /// Returns whether the call asks for a stream.
  public boolean stream() {
    GeminiPath gemini = GeminiPath.of(request);
    return gemini == null
        ? body.path("stream").asBoolean()
        : gemini.verb() == GeminiPath.Verb.STREAM;
  }

  /// Returns the messages of the prompt, the system prompt first; or the inputs to embed.
  public List<SentMessage> messages() {
    return messages;
  }

  /// Returns the text of the last message; empty where there is none.
  public String lastMessage() {
    return messages.isEmpty() ? "" : messages.getLast().text();
  }

  /// Returns the names of the tools that the call offers.
  public List<String> tools() {
    return SentBody.tools(body);
  }

  /// Returns the value of the first header of this name; null where there is none.
  public @Nullable String header(String name) {
    return request.header(name);
  }

  /// Returns what stands at a place in the body: a text as it is, all else as JSON; null where
  /// there is nothing.
  ///
  /// @param pointer such as `/messages/0/content` (RFC 6901)
  public @Nullable String json(String pointer) {
    JsonNode found = body.at(JsonPointer.compile(pointer));
    return found.isMissingNode() ? null : found.isTextual() ? found.textValue() : found.toString();
  }

  /// Returns the body as it was sent.
  public String body() {
    return request.text();
  }

  /// Returns the time from the arrival of the call before it; zero for the first one.
  public Duration sincePrevious() {
    return Duration.ofNanos(arrived - before);
  }

  boolean isAbout(String text) {
    return messages.stream().anyMatch(message -> message.text().contains(text));
  }

  /// Asserts that the call asks this model.
  public SentCall hasModel(String model) {
    return check(model().equals(model), "to ask model \"" + model + "\"", quoted(model()));
  }

  /// Asserts that the call was made to this API.
  public SentCall hasApi(LlmApi expected) {
    return check(api == expected, "to be made to " + expected, api.toString());
  }

  /// Asserts that the call asks for a stream.
  public SentCall isStreamed() {
    return check(stream(), "to ask for a stream", "a whole answer");
  }

  /// Asserts that the call asks for a whole answer.
  public SentCall isNotStreamed() {
    return check(!stream(), "to ask for a whole answer", "a stream");
  }

  /// Asserts that a message, the system prompt or an input holds this text.
  public SentCall mentions(String text) {
    return check(isAbout(text), "to mention " + quoted(text), messages.toString());
  }

  /// Asserts that no message holds this text.
  public SentCall doesNotMention(String text) {
    return check(!isAbout(text), "not to mention " + quoted(text), messages.toString());
  }

  /// Asserts that the call has a message of this role with exactly this text.
  ///
  /// @param role see [SentMessage]
  public SentCall hasMessage(String role, String text) {
    SentMessage expected = new SentMessage(role, text);
    return check(messages.contains(expected), "to have " + expected, messages.toString());
  }

  /// Asserts that the call offers this tool.
  public SentCall hasTool(String name) {
    return check(tools().contains(name), "to offer tool " + quoted(name), tools().toString());
  }

  /// Asserts that the call has this header.
  public SentCall hasHeader(String name, String value) {
    String found = header(name);
    return check(
        value.equals(found),
        "to have header " + name + ": " + value,
        found == null ? "no such header" : quoted(found));
  }

  /// Asserts that the call has no header of this name.
  public SentCall hasNoHeader(String name) {
    String found = header(name);
    return check(found == null, "to have no header " + name, quoted(String.valueOf(found)));
  }

  /// Asserts what stands at a place in the body.
  ///
  /// @param pointer such as `/temperature`
  /// @param value a text as it is, all else as JSON: `0.2`
  public SentCall hasJson(String pointer, String value) {
    String found = json(pointer);
    return check(
        value.equals(found),
        "to have " + value + " at " + pointer,
        found == null ? "nothing" : found);
  }

  /// Asserts that the call came so long after the one before it, or later.
  public SentCall cameAfter(Duration atLeast) {
    return check(
        sincePrevious().compareTo(atLeast) >= 0,
        "to come " + atLeast.toMillis() + " ms after the one before it or later",
        sincePrevious().toMillis() + " ms");
  }

  /// Asserts that the client leaves before the answer is over, as it does when its deadline has
  /// passed or its caller has cancelled. Waits for that, up to five seconds.
  public SentCall isAbandoned() {
    try {
      Finish how = ended.get(Waiting.SECONDS, TimeUnit.SECONDS);
      return check(how == Finish.LEFT, "to be abandoned by its client", "it got its answer");
    } catch (TimeoutException e) {
      return check(false, "to be abandoned by its client", "it still waits for its answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while " + this + " waited for its end", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private SentCall check(boolean holds, String expected, String found) {
    if (!holds) {
      throw new AssertionError(
          "expected call %d %s\n but was: %s\nThe call:\n%s"
              .formatted(number, expected, found, shown()));
    }
    return this;
  }

  void ended(Finish how) {
    ended.complete(how);
  }

  long arrived() {
    return arrived;
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }

  /// Returns the whole call for people: its head, and its body with line ends.
  String shown() {
    StringBuilder all = new StringBuilder("  " + method() + " " + request.target());
    for (Header header : request.headers()) {
      all.append("\n  ").append(header.name()).append(": ").append(SentText.value(header));
    }
    return all.append("\n").append(SentText.body(body, request)).toString();
  }

  @Override
  public String toString() {
    String last = lastMessage();
    String said = last.length() > SHOWN ? last.substring(0, SHOWN) + "..." : last;
    return "call %d: %s %s%s%s%s"
        .formatted(
            number,
            method(),
            path(),
            model().isEmpty() ? "" : ", model " + model(),
            stream() ? ", streamed" : "",
            said.isEmpty() ? "" : ", last message \"" + said + "\"");
  }
}
