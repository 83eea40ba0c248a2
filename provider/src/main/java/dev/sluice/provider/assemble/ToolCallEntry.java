package dev.sluice.provider.assemble;

import dev.sluice.dialect.json.GrowableBytes;

/// The content of one entry of a chunk's `tool_calls`. The object is filled anew for each entry.
/// Confined to one thread.
public final class ToolCallEntry {
  private int index;
  private String id = "";
  private String name = "";
  private final GrowableBytes arguments = new GrowableBytes();
  private boolean whole;

  public ToolCallEntry() {
    clear();
  }

  /// Forgets the content, so that another entry can be taken.
  public void clear() {
    index = -1;
    id = "";
    name = "";
    arguments.clear();
    whole = false;
  }

  /// Takes the entry's `index`; -1 for one that is missing or cannot be used.
  public void index(int said) {
    index = said;
  }

  /// Takes the entry's `id`, as it is escaped.
  public void id(String said) {
    id = said;
  }

  /// Takes the `name` of the entry's function, as it is escaped.
  public void name(String said) {
    name = said;
  }

  /// Takes more of the `arguments` of the entry's function, as they are escaped, with the outer
  /// quotes or without.
  public void arguments(byte[] a, int from, int to) {
    arguments.add(a, from, to);
  }

  /// Notes that the entry's arguments are no string, or so large that they are only ever sent
  /// whole.
  public void wholeArguments() {
    whole = true;
  }

  public int index() {
    return index;
  }

  String id() {
    return id;
  }

  String name() {
    return name;
  }

  boolean hasArguments() {
    return whole || arguments.length() > 0;
  }

  /// Whether the entry may begin a call, and not just go on with one.
  public boolean begins() {
    return !id.isEmpty() || !name.isEmpty();
  }

  void passTo(ArgumentsScan scan) {
    scan.feed(arguments.array(), 0, arguments.length());
    scan.complete(whole);
  }
}
