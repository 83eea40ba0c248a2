package dev.sluice.provider.answer;

import dev.sluice.call.Usage;
import dev.sluice.dialect.json.JsonNode;
import java.util.List;
import java.util.Optional;

/// The fields of one event of a stream, or of one whole answer, in which the meaning of a dialect's
/// answers lies. One instance reads one answer, whose events it is shown one after the other.
/// Confined to the loop.
public interface EventFields {
  /// The data of no event.
  byte[] NO_WORD = {};

  /// Reads `a` from `from` to `to`, the next bytes of the event's data.
  void feed(byte[] a, int from, int to);

  /// Reads an event that has been parsed already, in place of its data.
  void read(JsonNode event);

  /// Whether what was read is one whole JSON text.
  boolean complete();

  /// Whether what was read can be no JSON.
  boolean broken();

  /// Forgets the current event, since the next one begins.
  void clear();

  /// The data of the event that ends the stream, where they are no JSON (`[DONE]`); empty where the
  /// dialect has no such event. Not to be changed.
  default byte[] lastWord() {
    return NO_WORD;
  }

  /// Whether the model has said something in the current event or answer.
  boolean meaningful();

  /// Whether the event says nothing but that the provider is at work.
  default boolean alive() {
    return false;
  }

  /// Whether a whole answer has any content.
  boolean contentful();

  /// The bytes of text that the model has said, roughly.
  long contentBytes();

  /// Whether the answer says that it is complete.
  boolean terminated();

  /// Whether the current event is the last one of the answer, behind which nothing comes.
  default boolean endsAnswer() {
    return false;
  }

  /// Whether usage has been reported.
  boolean tellsUsage();

  /// Whether the current event holds usage and no more.
  ///
  /// @param finished whether an event before it has reported a finish
  default boolean usageAlone(boolean finished) {
    return false;
  }

  /// The usage reported so far, if it makes sense.
  Optional<UsageReport> usage();

  /// The extras that the answer has reported so far, beside tokens.
  default Usage.Extras extras() {
    return Usage.Extras.NONE;
  }

  /// Whether the current event is the one by which the dialect itself ends an answer that failed.
  /// It is an end like others for the client, if the failure is the client's own.
  default boolean failedResponse() {
    return false;
  }

  /// Whether an error object has been found already; there may be more to it, see [#error].
  boolean failed();

  /// Whether an error object has been found, or has begun.
  boolean failing();

  /// The error in the current event or answer, as the body of an error answer; empty when there is
  /// none.
  ///
  /// @param named whether the event is called `error`
  String error(boolean named);

  /// The edits in the data of the current event, or those in a whole answer that are not dropped,
  /// without which clients would misread the answer, or see what is not for them.
  default List<DataEdit> edits() {
    return List.of();
  }

  /// Forgets the edits so far, which have been made in a whole answer that goes on.
  default void dropEdits() {}

  /// Whether the current event, which is not complete, may have to be written anew.
  default boolean mayEdit() {
    return false;
  }
}
