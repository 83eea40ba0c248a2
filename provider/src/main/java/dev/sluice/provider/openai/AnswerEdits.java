package dev.sluice.provider.openai;

import dev.sluice.dialect.json.JsonSelector;
import dev.sluice.dialect.json.JsonWalker;
import dev.sluice.provider.answer.DataEdit;
import java.util.List;

/// What is written anew in the events of one answer, or in a whole one, as they pass. Confined to
/// the loop.
interface AnswerEdits {
  /// Everything stays.
  AnswerEdits NONE = new AnswerEdits() {};

  /// The values that it has to see, beside those that matter anyway.
  default JsonSelector<AnswerField> shape() {
    return AnswerField.ANSWER;
  }

  /// A value that is its own is found: of a tool call, or the name of what a provider holds.
  default void found(AnswerField what, JsonWalker<AnswerField> at) {}

  /// The choice `index` ends.
  default void endChoice(int index) {}

  /// The edits in the data of the current event, or those in a whole answer that are not dropped.
  default List<DataEdit> edits() {
    return List.of();
  }

  /// Whether the current event, which is not complete, may have to be written anew.
  default boolean mayEdit() {
    return false;
  }

  /// The edits so far are made in a whole answer, which goes on.
  default void dropEdits() {}

  /// The current event has passed.
  default void clear() {}
}
