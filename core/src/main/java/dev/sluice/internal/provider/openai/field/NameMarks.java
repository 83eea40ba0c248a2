package dev.sluice.internal.provider.openai.field;

import dev.sluice.internal.provider.answer.field.DataEdit;
import dev.sluice.internal.provider.json.JsonKind;
import dev.sluice.internal.provider.json.JsonSelector;
import dev.sluice.internal.provider.json.JsonWalker;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// Puts a mark behind the names of what a provider holds: of a response, of the one before it, of
/// its conversation. No other byte is touched. Confined to the loop.
public final class NameMarks implements AnswerEdits {
  private final JsonSelector<AnswerField> shape;
  private final UnaryOperator<String> mark;
  private final List<DataEdit> edits = new ArrayList<>();

  private NameMarks(JsonSelector<AnswerField> shape, UnaryOperator<String> mark) {
    this.shape = shape;
    this.mark = mark;
  }

  /// The marks in the events of a stream.
  ///
  /// @param mark what is put behind a name
  public static NameMarks inEvents(UnaryOperator<String> mark) {
    return new NameMarks(AnswerField.EVENT_WITH_NAMES, mark);
  }

  /// The marks in a whole answer.
  ///
  /// @param mark what is put behind a name
  public static NameMarks inWhole(UnaryOperator<String> mark) {
    return new NameMarks(AnswerField.WHOLE_WITH_NAMES, mark);
  }

  @Override
  public JsonSelector<AnswerField> shape() {
    return shape;
  }

  @Override
  public void found(AnswerField what, JsonWalker<AnswerField> at) {
    boolean name = what == AnswerField.HELD_NAME && at.kind() == JsonKind.STRING;
    if (name && !at.text().isEmpty()) {
      edits.add(new DataEdit(at.end() - 1, at.end() - 1, mark.apply(at.text())));
    }
  }

  /// A whole answer with its marks, given its parts; takes over their references.
  public List<ByteBuf> in(List<ByteBuf> parts) {
    var walker = new JsonWalker<>(shape, this::found);
    var marked = new ArrayList<ByteBuf>();
    long before = 0;
    for (ByteBuf part : parts) {
      int from = part.arrayOffset() + part.readerIndex();
      int made = edits.size();
      long size = part.readableBytes();
      walker.feed(part.array(), from, from + part.readableBytes());
      marked.addAll(DataEdit.insert(edits.subList(made, edits.size()), part, before));
      before += size;
    }
    return marked;
  }

  @Override
  public List<DataEdit> edits() {
    return edits;
  }

  @Override
  public boolean mayEdit() {
    return !edits.isEmpty();
  }

  @Override
  public void clear() {
    edits.clear();
  }
}
