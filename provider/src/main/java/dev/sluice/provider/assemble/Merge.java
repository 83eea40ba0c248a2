package dev.sluice.provider.assemble;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.dialect.json.GrowableBytes;
import dev.sluice.provider.assemble.AssembledValue.Fields;
import dev.sluice.provider.assemble.AssembledValue.Items;
import dev.sluice.provider.assemble.AssembledValue.Text;
import dev.sluice.provider.assemble.AssembledValue.Written;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The merging of a chunk with the chunks before it. Confined to one thread.
final class Merge {
  private static final byte[] TEXT_PART = "{\"type\":\"text\",\"text\":".getBytes(US_ASCII);
  private static final String MESSAGE = "message";

  /// The depth to which the parts of a message are joined; deeper parts are taken as they come.
  private static final int DEPTH_MAX = 8;

  /// The most values of one chunk that are looked at, so that no chunk holds the loop for long.
  private static final int VALUES_MAX = 20_000;

  /// The most choices of an answer; more than any answer has, with all the prompts of a completion.
  private static final int CHOICES_MAX = 65_536;

  private final MemoryMeter meter;
  private final ToolCallEntry call = new ToolCallEntry();
  private int depth;
  private int values;
  private boolean malformed;

  Merge(MemoryMeter meter) {
    this.meter = meter;
  }

  /// Merges the current chunk into `answer`.
  ///
  /// @return whether the chunk had no more values than one chunk may have
  boolean chunk(Fields answer, ValueCursor cursor) {
    values = 0;
    object(answer, cursor, MergeRules.TOP);
    return values <= VALUES_MAX;
  }

  /// Whether a choice had an index that no answer has.
  boolean malformed() {
    return malformed;
  }

  private void object(Fields into, ValueCursor cursor, MergeRules rules) {
    depth++;
    cursor.open();
    while (values++ <= VALUES_MAX && cursor.more('}')) {
      String name = cursor.name();
      if (rules == MergeRules.CHOICE && name.equals("delta")) {
        member(into, MESSAGE, cursor, rules);
      } else if (rules == MergeRules.CHOICE && name.equals(MESSAGE) && into.get(MESSAGE) != null) {
        cursor.skip(); // a provider that says all of it again
      } else {
        member(into, name, cursor, rules);
      }
    }
    depth--;
  }

  private void member(Fields into, String name, ValueCursor cursor, MergeRules rules) {
    switch (cursor.peek()) {
      case '"' -> string(into, name, cursor, rules);
      case '{' -> inner(into, name, cursor, rules);
      case '[' -> array(into, name, cursor, rules);
      case 'n' -> nothing(into, name, cursor);
      case '0' -> zero(into, name, cursor);
      default -> last(into, name, cursor);
    }
  }

  /// Merges a number of which zero says nothing. An answer was made at some time, if only the
  /// provider's last chunk did not know when (Azure's asynchronous filter).
  private void zero(Fields into, String name, ValueCursor cursor) {
    if (name.equals("created")) {
      nothing(into, name, cursor);
    } else {
      last(into, name, cursor);
    }
  }

  /// Merges a null, which says nothing where something has been said.
  private void nothing(Fields into, String name, ValueCursor cursor) {
    if (into.get(name) == null) {
      last(into, name, cursor);
    } else {
      cursor.skip();
    }
  }

  private void string(Fields into, String name, ValueCursor cursor, MergeRules rules) {
    if (!rules.joins(name)) {
      lastSaid(into, name, cursor, '"');
    } else if (into.get(name) instanceof Items parts) {
      textPart(parts, cursor);
    } else {
      join(text(into, name), name, cursor);
    }
  }

  private Text text(Fields into, String name) {
    if (into.get(name) instanceof Text text) {
      return text;
    }
    Text text = new Text(new GrowableBytes());
    put(into, name, text);
    meter.add(MemoryMeter.TEXT);
    return text;
  }

  /// Joins a part of a text. Names come whole; some providers repeat them.
  private void join(Text text, String name, ValueCursor cursor) {
    int from = cursor.position() + 1;
    cursor.skip();
    int to = cursor.position() - 1;
    if (!name.equals("name") || !text.inside().is(cursor.array(), from, to)) {
      text.inside().add(cursor.array(), from, to);
      meter.add(to - from);
    }
  }

  /// Merges a value of which an empty one does not undo an earlier one.
  private void lastSaid(Fields into, String name, ValueCursor cursor, char close) {
    int from = cursor.position();
    boolean empty = cursor.empty(close);
    cursor.skip();
    AssembledValue old = into.get(name);
    if (!empty || old == null || (old instanceof Written written && written.isEmpty())) {
      put(into, name, old, cursor.array(), from, cursor.position());
    }
  }

  private void inner(Fields into, String name, ValueCursor cursor, MergeRules rules) {
    if (!rules.opens(name) || depth > DEPTH_MAX) {
      lastSaid(into, name, cursor, '}');
    } else {
      object(fields(into, name), cursor, rules.inside(name));
    }
  }

  private Fields fields(Fields into, String name) {
    if (into.get(name) instanceof Fields fields) {
      return fields;
    }
    Fields fields = new Fields();
    put(into, name, fields);
    return fields;
  }

  private void array(Fields into, String name, ValueCursor cursor, MergeRules rules) {
    if (!rules.grows(name)) {
      lastSaid(into, name, cursor, ']');
      return;
    }
    Items items = items(into, name);
    cursor.open();
    while (values++ <= VALUES_MAX && cursor.more(']')) {
      element(items, name, cursor, rules);
    }
  }

  private Items items(Fields into, String name) {
    AssembledValue old = into.get(name);
    if (old instanceof Items items) {
      return items;
    }
    Items items = new Items();
    if (old instanceof Text text && text.inside().length() > 0) {
      byte[] said = text.inside().array();
      textPart(items, said, 0, text.inside().length());
    }
    put(into, name, items);
    meter.add(MemoryMeter.ARRAY);
    return items;
  }

  private void element(Items items, String name, ValueCursor cursor, MergeRules rules) {
    boolean object = cursor.peek() == '{' && depth <= DEPTH_MAX;
    int index = object ? index(items, name, cursor, rules) : -1;
    if (index < 0) {
      append(items, cursor);
      return;
    }
    Fields element = items.indexed().get(index);
    if (element == null) {
      element = new Fields();
      items.indexed().put(index, element);
      meter.addPart(0);
    }
    object(element, cursor, rules.elements(name));
  }

  /// The index of the element that the current object belongs to; -1 where the object is an element
  /// of its own. A choice without an index is the only one.
  private int index(Items items, String name, ValueCursor cursor, MergeRules rules) {
    if (rules == MergeRules.DELTA && name.equals("tool_calls")) {
      cursor.toolCall(call);
      return items.calls().number(call);
    }
    String key = rules.key(name);
    int index = key.isEmpty() ? -1 : cursor.index(key);
    if (rules != MergeRules.TOP) {
      return index == ValueCursor.ABSURD ? -1 : index;
    }
    malformed |= index > CHOICES_MAX;
    return Math.max(0, index);
  }

  private void append(Items items, ValueCursor cursor) {
    int from = cursor.position();
    cursor.skip();
    items.append().add(cursor.array(), from, cursor.position());
    meter.add(cursor.position() - from + 1);
  }

  /// Makes a part of a text among parts.
  private void textPart(Items parts, ValueCursor cursor) {
    int from = cursor.position() + 1;
    cursor.skip();
    if (cursor.position() - 1 > from) {
      textPart(parts, cursor.array(), from, cursor.position() - 1);
    }
  }

  private void textPart(Items parts, byte[] a, int from, int to) {
    GrowableBytes others = parts.append();
    others.add(TEXT_PART);
    others.add('"');
    others.add(a, from, to);
    others.add('"');
    others.add('}');
    meter.add(to - from + TEXT_PART.length);
  }

  /// Replaces earlier values of the field called `name` by the current one.
  private void last(Fields into, String name, ValueCursor cursor) {
    int from = cursor.position();
    cursor.skip();
    put(into, name, into.get(name), cursor.array(), from, cursor.position());
  }

  private void put(
      Fields into, String name, @Nullable AssembledValue old, byte[] a, int from, int to) {
    if (old instanceof Written written) {
      if (written.is(a, from, to)) {
        return;
      }
      meter.add(-written.json().length);
    }
    meter.add(to - from);
    into.put(name, new Written(Arrays.copyOfRange(a, from, to)));
    if (old == null) {
      meter.addPart(name.length());
    }
  }

  private void put(Fields into, String name, AssembledValue value) {
    meter.addPart(name.length());
    into.put(name, value);
  }
}
