package dev.sluice.provider.answer;

import dev.sluice.call.Usage;
import java.util.List;
import java.util.Optional;

/// What one event of a stream, or one whole answer, says: how a dialect's answers are understood.
/// One instance reads one answer, whose events it is shown one after the other. Confined to the
/// loop.
public interface EventFields {

  /// Reads `a` from `from` to `to`, the next bytes of the event's data.
  void feed(byte[] a, int from, int to);

  /// Whether what was read is one whole JSON text.
  boolean complete();

  /// Whether what was read can be no JSON.
  boolean broken();

  /// The next event begins.
  void clear();

  /// The data of the event behind which nothing comes, where that is no JSON (`[DONE]`); empty
  /// where the dialect has no such event. Not to be changed.
  byte[] lastWord();

  /// Whether the model has said something.
  boolean meaningful();

  /// Whether the event says nothing but that the provider is at work.
  default boolean alive() {
    return false;
  }

  /// Whether a whole answer has any content.
  boolean contentful();

  /// Roughly how many bytes of text the model has said.
  long contentBytes();

  /// Whether the answer says that it is complete.
  boolean terminated();

  /// Whether this is the last event of the answer, behind which nothing comes.
  boolean endsAnswer();

  /// Whether there is anything said of what was used.
  boolean tellsUsage();

  /// Whether this is an event with usage and no more.
  ///
  /// @param finished whether an event before it has reported a finish
  boolean usageAlone(boolean finished);

  /// The usage reported so far, if it makes sense.
  Optional<UsageReport> usage();

  /// What the answer says so far that was used beside tokens.
  default Usage.Extras extras() {
    return Usage.Extras.NONE;
  }

  /// Whether this is how the dialect itself ends an answer that failed. It is an end like others
  /// for the client, if the failure is the client's own.
  boolean failedResponse();

  /// Whether an error object has been found already; there may be more to it, see [#error].
  boolean failed();

  /// Whether an error object has been found, or has begun.
  boolean failing();

  /// The error inside, as the body of an error answer; empty when there is none.
  ///
  /// @param named whether the event is called `error`
  String error(boolean named);

  /// The edits in the data of the current event, or those in a whole answer that are not dropped,
  /// without which clients would misread it, or see what is not for them.
  default List<DataEdit> edits() {
    return List.of();
  }

  /// The edits so far are made in a whole answer, which goes on.
  default void dropEdits() {}

  /// Whether the current event, which is not complete, may have to be written anew.
  default boolean mayEdit() {
    return false;
  }
}
