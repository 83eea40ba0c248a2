package dev.sluice.provider.answer;

import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonSelector;
import dev.sluice.dialect.json.JsonWalker;
import dev.sluice.provider.stored.StateMarks;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/// The edits that put a mark behind the names of what a provider holds: of a response, of the
/// preceding one, of its conversation. No other byte is touched. Of names that are repeated in an
/// event, or in a whole answer, only the first are marked; the others are no names that a key may
/// use. Confined to the loop.
final class NameMarks implements AnswerEdits {
  /// The most names that are marked beside a response's own: the preceding response and the
  /// conversation.
  private static final int MOST_BEFORE = 2;

  private final JsonSelector<AnswerField> shape;
  private final StateMarks marks;
  private final List<DataEdit> edits = new ArrayList<>();

  /// The last name marked of either kind, since the events of a stream repeat them.
  private Marked own = Marked.NONE;

  private Marked before = Marked.NONE;

  /// The number of names of either kind that are marked in the current event, or in the whole
  /// answer.
  private int ownMarked;

  private int beforeMarked;

  /// A name and its mark.
  private record Marked(String name, String mark) {
    private static final Marked NONE = new Marked("", "");
  }

  private NameMarks(JsonSelector<AnswerField> shape, StateMarks marks) {
    this.shape = shape;
    this.marks = marks;
  }

  /// The marks in the events of a stream.
  ///
  /// @param marks the marks to put behind names
  public static NameMarks inEvents(StateMarks marks) {
    return new NameMarks(AnswerField.EVENT_WITH_NAMES, marks);
  }

  /// The marks in a whole answer.
  ///
  /// @param marks the marks to put behind names
  public static NameMarks inWhole(StateMarks marks) {
    return new NameMarks(AnswerField.WHOLE_WITH_NAMES, marks);
  }

  @Override
  public JsonSelector<AnswerField> shape() {
    return shape;
  }

  @Override
  public void found(AnswerField what, JsonWalker<AnswerField> walker) {
    boolean isOwn = what == AnswerField.HELD_NAME;
    boolean name = isOwn || what == AnswerField.NAME_BEFORE;
    if (name && walker.kind() == JsonKind.STRING && !walker.text().isEmpty() && isWanted(isOwn)) {
      edits.add(new DataEdit(walker.end() - 1, walker.end() - 1, mark(walker.text(), isOwn)));
    }
  }

  /// Whether one more name of a kind is to be marked.
  private boolean isWanted(boolean isOwn) {
    return isOwn ? ownMarked++ == 0 : beforeMarked++ < MOST_BEFORE;
  }

  private String mark(String name, boolean isOwn) {
    Marked last = isOwn ? own : before;
    if (!last.name().equals(name)) {
      last = new Marked(name, marks.behind(name, isOwn));
      own = isOwn ? last : own;
      before = isOwn ? before : last;
    }
    return last.mark();
  }

  /// Returns a whole answer with its marks, given its parts; takes over their references.
  public List<ByteBuf> in(List<ByteBuf> parts) {
    var walker = new JsonWalker<>(shape, this::found);
    var marked = new ArrayList<ByteBuf>();
    long before = 0;
    for (ByteBuf part : parts) {
      int from = part.arrayOffset() + part.readerIndex();
      long size = part.readableBytes();
      walker.feed(part.array(), from, from + part.readableBytes());
      marked.addAll(DataEdit.in(edits, part, before));
      dropEdits();
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
  public void dropEdits() {
    edits.clear();
  }

  @Override
  public void clear() {
    dropEdits();
    ownMarked = 0;
    beforeMarked = 0;
  }
}
