package dev.sluice.accounts.ledger;

import dev.sluice.accounts.budget.SpendListener.Opened;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// The calls that are under way, a slot each in mapped memory: what a crash leaves here has no end.
/// Safe for any thread, takes no lock.
///
/// Free slots are a stack, a list of indices whose head is one atomic (R. K. Treiber, 1986) with a
/// number that grows with each change, so that a head that has come back is noticed. The slot that
/// was given back last is used next: its page is in memory.
final class OpenCalls {
  /// The index that stands for no slot.
  private static final int NONE = -1;

  private static final int SLOT = 1024;
  private static final int HALF = 32;
  private static final long INDEX = 0xffff_ffffL;

  private final MappedFile file;
  private final int[] below;
  private final AtomicLong top;

  OpenCalls(MappedFile file) {
    this.file = file;
    this.below = new int[(int) ((file.memory().byteSize() - FileHead.SIZE) / SLOT)];
    for (int i = 0; i < below.length; i++) {
      below[i] = i + 1;
    }
    this.top = new AtomicLong();
  }

  /// The size of a file of so many slots.
  static long size(int slots) {
    return FileHead.SIZE + (long) slots * SLOT;
  }

  /// A call that is noted.
  ///
  /// @param index that of its slot, or [#NONE] where there are more calls than slots, or the system
  ///   does not give the page of the slot, which is then used no more
  /// @param encoded the call, which the entry of its end begins with; used once
  record Noted(int index, FieldWriter encoded) {
    /// Whether the call has a slot; if not, a crash forgets it.
    boolean hasSlot() {
      return index != NONE;
    }
  }

  /// Notes a call that is opened.
  Noted open(Opened call) {
    FieldWriter encoded = EntryCodec.begin(call);
    FieldWriter payload = EntryCodec.fit(encoded, call, SLOT - Frames.HEAD);
    int slot = take();
    return new Noted(slot != NONE && isWritten(slot, payload) ? slot : NONE, encoded);
  }

  private boolean isWritten(int slot, FieldWriter payload) {
    try {
      Frames.write(
          file.memory(), file.head().salt(), position(slot), payload.buffer(), payload.size());
      return true;
    } catch (InternalError fault) {
      // It may be told late, when the frame is whole: then nobody would take it away.
      boolean _ = isCleared(slot);
      return false;
    }
  }

  private int take() {
    while (true) {
      long head = top.get();
      int index = (int) (head & INDEX);
      if (index >= below.length) {
        return NONE;
      }
      if (top.compareAndSet(head, next(head, below[index]))) {
        return index;
      }
    }
  }

  /// Forgets a call, whose end is in the journal.
  void close(Noted call) {
    if (call.hasSlot() && isCleared(call.index())) {
      give(call.index());
    }
  }

  private void give(int slot) {
    while (true) {
      long head = top.get();
      below[slot] = (int) (head & INDEX);
      if (top.compareAndSet(head, next(head, slot))) {
        return;
      }
    }
  }

  private boolean isCleared(int slot) {
    try {
      Frames.clear(file.memory(), position(slot));
      return true;
    } catch (InternalError fault) {
      return false;
    }
  }

  private static long next(long head, int index) {
    return ((head >>> HALF) + 1) << HALF | index;
  }

  private static long position(int slot) {
    return FileHead.SIZE + (long) slot * SLOT;
  }

  /// The calls that an earlier process has left open. To be asked before any call.
  List<Opened> left() {
    var left = new ArrayList<Opened>();
    for (int slot = 0; slot < below.length; slot++) {
      byte[] payload = Frames.read(file.memory(), file.head().salt(), position(slot));
      if (payload != null) {
        left.add(EntryCodec.decodeOpened(payload));
      }
    }
    return left;
  }

  /// Forgets what an earlier process has left. Before any call. Slots that hold nothing are not
  /// written, since each of their pages would go to the disk.
  void clear() {
    for (int slot = 0; slot < below.length; slot++) {
      if (!Frames.isEmpty(file.memory(), position(slot))) {
        Frames.clear(file.memory(), position(slot));
      }
    }
  }
}
