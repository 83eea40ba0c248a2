package dev.sluice.provider.answer;

import dev.sluice.call.Head;
import java.util.function.LongFunction;

/// The meaning of the answers of a provider's dialect, for one attempt.
public interface AnswerDialect {

  /// Returns the reader of the events of a stream.
  ///
  /// @param evidence receives the evidence in the stream
  EventFields events(StreamEvidence evidence);

  /// Returns the reader of a whole answer: that of an event, where the two have one form.
  ///
  /// @param evidence receives the choices
  default EventFields whole(StreamEvidence evidence) {
    return events(evidence);
  }

  /// Whether usage is kept from the client, which did not ask for it.
  default boolean hidesUsage() {
    return false;
  }

  /// The most bytes of an event of a stream; beyond, the answer is malformed.
  default int eventMax() {
    return StreamBodyReader.EVENT_MAX;
  }

  /// The most bytes that an answer may have.
  default long answerMax() {
    return AnswerScanner.ANSWER_MAX;
  }

  /// Whether a whole answer passes where a stream was asked for: some models of the operation know
  /// no streams and leave the wish out, and a client of theirs tells the two by the media type.
  default boolean mayBeWhole() {
    return false;
  }

  /// Whether an answer of a media type is neither JSON nor events, but bytes that pass as they are.
  ///
  /// @param mediaType in lower case, without parameters; empty where the answer tells none
  default boolean isBytes(String mediaType) {
    return false;
  }

  /// Returns the reader of an answer that is bytes.
  ///
  /// @throws IllegalStateException if no answer of the dialect is
  default BodyReader bytes(AnswerContext context) {
    throw new IllegalStateException("no answer of the dialect is bytes");
  }

  /// Returns the reader of a stream that the gateway has asked for and the client has not.
  ///
  /// @param head the whole answer's head, given the length of its body in bytes
  /// @throws IllegalStateException if the gateway asks for none in this dialect
  default BodyReader assembled(AnswerContext context, LongFunction<Head> head) {
    throw new IllegalStateException("no stream is asked for that the client has not asked for");
  }
}
