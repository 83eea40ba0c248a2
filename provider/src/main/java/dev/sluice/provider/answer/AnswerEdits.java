package dev.sluice.provider.answer;

import dev.sluice.dialect.json.JsonSelector;
import dev.sluice.dialect.json.JsonWalker;
import java.util.List;

/// The edits that are made in the events of one answer, or in a whole one, as they pass. Confined
/// to the loop.
interface AnswerEdits {
  /// No edits: every byte stays.
  AnswerEdits NONE = new AnswerEdits() {};

  /// The paths of an event or answer, with the values that these edits have to see beside those
  /// that matter anyway.
  default JsonSelector<AnswerField> shape() {
    return AnswerField.ANSWER;
  }

  /// Takes a value that these edits have asked for: one of a tool call, or the name of what a
  /// provider holds.
  default void found(AnswerField what, JsonWalker<AnswerField> walker) {}

  /// Takes the end of the choice `index`.
  default void endChoice(int index) {}

  /// The edits in the data of the current event, or those in a whole answer that are not dropped.
  default List<DataEdit> edits() {
    return List.of();
  }

  /// Whether the current event, which is not complete, may have to be written anew.
  default boolean mayEdit() {
    return false;
  }

  /// Forgets the edits so far, which have been made in a whole answer that goes on.
  default void dropEdits() {}

  /// Forgets the current event, which has passed.
  default void clear() {}
}
