package dev.sluice.provider.assemble;

import dev.sluice.dialect.json.GrowableBytes;

/// The content of one entry of a chunk's `tool_calls` for the call that it belongs to. The object
/// is filled anew for each entry. Confined to one thread.
public final class ToolCallEntry {
  private int index;
  private String id = "";
  private String name = "";
  private final GrowableBytes arguments = new GrowableBytes();
  private boolean whole;

  public ToolCallEntry() {
    clear();
  }

  /// Forgets everything, for another entry.
  public void clear() {
    index = -1;
    id = "";
    name = "";
    arguments.clear();
    whole = false;
  }

  /// Its `index`; -1 for one that is missing or cannot be used.
  public void index(int said) {
    index = said;
  }

  /// Its `id`, as it is escaped.
  public void id(String said) {
    id = said;
  }

  /// Its function's `name`, as it is escaped.
  public void name(String said) {
    name = said;
  }

  /// More of its function's `arguments`, as they are escaped; the quotes around do not matter.
  public void arguments(byte[] a, int from, int to) {
    arguments.add(a, from, to);
  }

  /// Its arguments are no string, or so large that they are only ever sent whole.
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

  /// Whether it may begin a call, and not just go on with one.
  public boolean begins() {
    return !id.isEmpty() || !name.isEmpty();
  }

  void passTo(ArgumentsScan scan) {
    scan.feed(arguments.array(), 0, arguments.length());
    scan.complete(whole);
  }
}
