package dev.sluice.provider.answer;

import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonWalker;
import dev.sluice.provider.assemble.ToolCallEntry;
import dev.sluice.provider.assemble.ToolCallNumbers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The edits that give the tool calls of a stream the numbers that tell them apart: where an
/// entry's `index` is missing, or is that of another call, its event is written anew. A stream
/// whose provider numbers its calls costs only the reading of the numbers. Confined to the loop.
final class ToolCallRenumbering implements AnswerEdits {
  /// One entry of `tool_calls`, and its position in the data of its event.
  private static final class Entry {
    final ToolCallEntry says = new ToolCallEntry();
    long start;
    boolean empty;
    long indexStart;
    long indexEnd;

    void clear() {
      says.clear();
      indexStart = -1;
    }
  }

  private final JsonWalker.Bytes argumentsTo = this::arguments;

  // Immutable and empty until there is a tool call: most answers have none.

  private Map<Integer, ToolCallNumbers> choices = Map.of();

  /// The entries of the current choice, and behind them the entry that is being read; the list is
  /// used again for each choice.
  private List<Entry> entries = List.of();

  private int count;

  /// The edits of the current event, in the order of their positions.
  private List<DataEdit> edits = List.of();

  @Override
  public List<DataEdit> edits() {
    return edits;
  }

  @Override
  public boolean mayEdit() {
    for (int i = 0; i < Math.min(count + 1, entries.size()); i++) {
      Entry entry = entries.get(i);
      boolean ended = i < count;
      if (entry.indexStart < 0 ? ended : entry.says.begins() && used(entry.says.index())) {
        return true;
      }
    }
    return !edits.isEmpty();
  }

  private boolean used(int index) {
    return choices.values().stream().anyMatch(calls -> calls.uses(index));
  }

  @Override
  public void clear() {
    edits = List.of();
    count = 0;
    if (!entries.isEmpty()) {
      entries.getFirst().clear();
    }
  }

  @Override
  public void found(AnswerField what, JsonWalker<AnswerField> walker) {
    Entry entry = entry();
    switch (what) {
      case TOOL_INDEX -> {
        entry.says.index(walker.kind() == JsonKind.NUMBER ? number(walker.raw()) : -1);
        entry.indexStart = walker.start();
        entry.indexEnd = walker.end();
      }
      case TOOL_ID -> entry.says.id(walker.text());
      case TOOL_NAME -> entry.says.name(walker.text());
      case TOOL_ARGUMENTS -> arguments(entry, walker);
      case TOOL_CALL -> {
        entry.start = walker.start();
        entry.empty = walker.empty();
        count++;
        entry().clear();
      }
      default -> throw new IllegalStateException(what + " is no part of a tool call");
    }
  }

  private Entry entry() {
    if (entries.isEmpty()) {
      entries = new ArrayList<>();
      choices = new HashMap<>();
    }
    if (count == entries.size()) {
      Entry entry = new Entry();
      entry.clear();
      entries.add(entry);
    }
    return entries.get(count);
  }

  private void arguments(Entry entry, JsonWalker<AnswerField> walker) {
    if (walker.kind() == JsonKind.STRING && walker.length() <= JsonWalker.KEPT_MAX - 2) {
      if (!walker.empty()) {
        walker.show(argumentsTo);
      }
    } else if (walker.kind() != JsonKind.NULL) {
      entry.says.wholeArguments();
    }
  }

  private void arguments(byte[] a, int from, int to) {
    entry().says.arguments(a, from, to);
  }

  private static int number(String raw) {
    try {
      return Math.max(-1, Integer.parseInt(raw));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /// Assigns the entries found to the choice `index`.
  @Override
  public void endChoice(int index) {
    if (count == 0) {
      return;
    }
    ToolCallNumbers numbers = choices.computeIfAbsent(index, _ -> new ToolCallNumbers());
    for (Entry entry : entries.subList(0, count)) {
      int number = numbers.number(entry.says);
      if (number != entry.says.index()) {
        edits = edits.isEmpty() ? new ArrayList<>() : edits;
        edits.add(edit(entry, number));
      }
    }
    count = 0;
    entries.getFirst().clear();
  }

  private static DataEdit edit(Entry entry, int number) {
    if (entry.indexStart >= 0) {
      return new DataEdit(entry.indexStart, entry.indexEnd, String.valueOf(number));
    }
    String member = "\"index\":" + number + (entry.empty ? "" : ",");
    return new DataEdit(entry.start + 1, entry.start + 1, member);
  }
}
