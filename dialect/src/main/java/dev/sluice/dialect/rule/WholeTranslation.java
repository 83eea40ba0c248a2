package dev.sluice.dialect.rule;

import dev.sluice.dialect.hub.AnswerFault;
import dev.sluice.dialect.json.HeapMeter;
import java.util.List;
import java.util.Map;

/// A translation between two forms of an operation whose answers are never streamed: embeddings and
/// reranks. The request is translated for one target; it then translates its own answer. Immutable
/// and safe for any number of threads.
public interface WholeTranslation {
  /// The result of translating a request.
  sealed interface Result permits Request, Refused {}

  /// A request that cannot be carried: the client's error, 400.
  ///
  /// @param path the path of the property, in the client's dialect; empty for the whole request
  record Refused(String path, String why) implements Result {}

  /// A request that has been translated, with what the translation of its answer needs.
  ///
  /// @param body in the provider's dialect
  /// @param dropped the paths of what does not reach the provider, in the client's dialect
  ///   (`x-sluice-dropped`)
  /// @param answers translates the request's own answer
  @SuppressWarnings("ArrayRecordComponent")
  record Request(byte[] body, List<String> dropped, Answers answers) implements Result {
    /// The bytes that are kept for the answer, beside the body.
    public long held() {
      return DroppedPaths.held(dropped) + answers.held();
    }
  }

  /// The translation of one request's answer.
  @FunctionalInterface
  interface Answers {
    /// Translates an answer.
    ///
    /// @param tokens the tokens of the inputs, where the provider does not tell
    /// @param meter counts what is built beside `answer`
    /// @throws HeapMeter.NoRoomException if there is no room for what is built
    Answer of(byte[] answer, long tokens, HeapMeter meter);

    /// The bytes that are kept for the answer.
    default long held() {
      return 0;
    }
  }

  /// The result of translating an answer.
  sealed interface Answer {
    /// An answer that is whole.
    ///
    /// @param body in the client's dialect
    /// @param estimated whether the tokens that it tells are an estimate
    @SuppressWarnings("ArrayRecordComponent")
    record Whole(byte[] body, boolean estimated) implements Answer {}

    /// An answer that cannot be used.
    record Broken(AnswerFault fault) implements Answer {}
  }

  /// Translates a client's request to what its provider is to get.
  ///
  /// @param model the model, as the provider names it
  /// @param strict whether what would be dropped is refused
  /// @param meter counts what is built beside `body`
  /// @throws HeapMeter.NoRoomException if there is no room for what is built
  Result request(byte[] body, String model, boolean strict, HeapMeter meter);

  /// The meaning of a provider's error.
  AnswerFault fault(int status, byte[] body);

  /// The status of an error, in the client's dialect.
  int status(AnswerFault fault);

  /// The body of an error, in the client's dialect.
  String errorBody(AnswerFault fault);

  /// The limits that a provider's headers state, under the client's names; other headers are not
  /// looked at.
  ///
  /// @param headers the provider's headers, by their names in lower case
  Map<String, String> rateLimits(Map<String, String> headers);
}
