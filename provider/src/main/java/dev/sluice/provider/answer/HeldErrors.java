package dev.sluice.provider.answer;

import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonSelector;
import dev.sluice.dialect.json.JsonWalker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/// The edits that hide the operator's own data in the errors of what a provider holds, beside other
/// edits. Such errors are those of an earlier call, and pass as parts of the answer. Confined to
/// the loop.
final class HeldErrors implements AnswerEdits {
  private static final int ASCII = 0x80;

  private final AnswerEdits others;
  private final UnaryOperator<String> clean;
  private final List<DataEdit> own = new ArrayList<>();

  /// @param clean a function that hides the operator's own data in JSON
  public HeldErrors(AnswerEdits others, UnaryOperator<String> clean) {
    this.others = others;
    this.clean = clean;
  }

  @Override
  public JsonSelector<AnswerField> shape() {
    return others.shape();
  }

  @Override
  public void found(AnswerField what, JsonWalker<AnswerField> walker) {
    if (what != AnswerField.ERROR) {
      others.found(what, walker);
    } else if (walker.kind() != JsonKind.NULL) {
      String shown = clean.apply(FoundError.of(walker));
      if (!shown.equals(walker.raw())) {
        own.add(new DataEdit(walker.start(), walker.end(), ascii(shown)));
      }
    }
  }

  /// Returns JSON without a character beyond ASCII.
  private static String ascii(String json) {
    if (json.chars().allMatch(c -> c < ASCII)) {
      return json;
    }
    var ascii = new StringBuilder(json.length());
    json.chars()
        .forEach(c -> ascii.append(c < ASCII ? Character.toString(c) : "\\u%04x".formatted(c)));
    return ascii.toString();
  }

  @Override
  public void endChoice(int index) {
    others.endChoice(index);
  }

  @Override
  public List<DataEdit> edits() {
    if (own.isEmpty()) {
      return others.edits();
    }
    var all = new ArrayList<>(others.edits());
    all.addAll(own);
    all.sort(Comparator.comparingLong(DataEdit::from));
    return all;
  }

  @Override
  public boolean mayEdit() {
    return true;
  }

  @Override
  public void dropEdits() {
    others.dropEdits();
    own.clear();
  }

  @Override
  public void clear() {
    others.clear();
    own.clear();
  }
}
