package dev.sluice.provider.assemble;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The numbers of the tool calls of one choice of a stream, which tell the calls apart.
///
/// By the dialect an entry's `index` says which call it belongs to. Some providers send each call
/// whole and all of them with the index 0 (Ollama 0.20, see ollama/ollama#15457), or with none at
/// all. So a call is a new one, too, where its entry has another `id` than the call at that index,
/// or brings another function although that call has a name and complete arguments. An entry
/// without an index belongs to the call of its `id`, or else to the last one.
///
/// Limitations: two calls that share index and id, or have no id, cannot be told apart where the
/// arguments of the first are no complete object or array. Confined to one thread.
public final class ToolCallNumbers {
  /// The most calls that are told apart. No model makes more at once; calls beyond are numbered as
  /// the provider says.
  private static final int CALLS_MAX = 1_000;

  /// A tool call that has begun.
  private static final class Begun {
    private final int number;
    private final int index;
    private String id = "";
    private String name = "";
    private final ArgumentsScan arguments = new ArgumentsScan();

    Begun(int number, int index) {
      this.number = number;
      this.index = index;
    }

    void take(ToolCallEntry entry) {
      id = entry.id().isEmpty() ? id : entry.id();
      name = entry.name().isEmpty() ? name : entry.name();
      entry.passTo(arguments);
    }

    /// Whether `entry` brings another function although the arguments of this call are complete.
    boolean endsBefore(ToolCallEntry entry) {
      return !name.isEmpty()
          && arguments.complete()
          && !entry.name().isEmpty()
          && (entry.hasArguments() || !entry.name().equals(name));
    }
  }

  private final List<Begun> calls = new ArrayList<>(2);
  private int next;
  private @Nullable Begun last;

  /// The number, from 0, of the call that `entry` belongs to; the entry's own index where that is
  /// unambiguous.
  public int number(ToolCallEntry entry) {
    Begun call = find(entry);
    if (call == null && calls.size() < CALLS_MAX) {
      call = begin(entry.index());
    }
    if (call == null) {
      return entry.index() >= 0 ? entry.index() : next - 1;
    }
    call.take(entry);
    last = call;
    return call.number;
  }

  /// Whether a call has begun under the provider's `index` already.
  public boolean uses(int index) {
    return latest(index) != null;
  }

  private Begun begin(int index) {
    int number = index >= 0 && isFree(index) ? index : next;
    next = Math.max(next, number + 1);
    Begun call = new Begun(number, index);
    calls.add(call);
    return call;
  }

  private boolean isFree(int number) {
    return number >= next || calls.stream().noneMatch(call -> call.number == number);
  }

  private @Nullable Begun find(ToolCallEntry entry) {
    Begun call = byId(entry);
    if (call == null) {
      call = entry.index() >= 0 ? latest(entry.index()) : last;
      if (call != null && isAnother(entry, call)) {
        return null;
      }
    }
    return call == null || call.endsBefore(entry) ? null : call;
  }

  private static boolean isAnother(ToolCallEntry entry, Begun call) {
    return !entry.id().isEmpty() && (entry.index() < 0 || !call.id.isEmpty());
  }

  private @Nullable Begun byId(ToolCallEntry entry) {
    if (entry.id().isEmpty()) {
      return null;
    }
    for (Begun call : calls.reversed()) {
      boolean there = entry.index() < 0 || entry.index() == call.index;
      if (there && call.id.equals(entry.id())) {
        return call;
      }
    }
    return null;
  }

  private @Nullable Begun latest(int index) {
    for (Begun call : calls.reversed()) {
      if (call.index == index) {
        return call;
      }
    }
    return null;
  }
}
