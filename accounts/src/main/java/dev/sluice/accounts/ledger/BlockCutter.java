package dev.sluice.accounts.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Gathers the calls of a batch and cuts them into blocks. Payloads lie one behind the other in one
/// buffer, and those of a block are a list of indices, so that nothing is made for an entry, and
/// the bytes of a block are made once, in their size. Buffers are used again for the next batch.
/// Confined to one thread.
final class BlockCutter {
  private static final int NONE = -1;
  private static final int USUAL = 1 << 10;
  private static final int USUAL_BYTES = 1 << 17;
  private static final int BITS = 7;
  private static final int LOW = 0x7f;
  private static final int MORE = 0x80;

  // Of each entry, by its index: its position, the end of its payload, the next one of its block.
  private long[] positions = new long[USUAL];
  private int[] ends = new int[USUAL];
  private int[] next = new int[USUAL];
  private byte[] payloads = new byte[USUAL_BYTES];
  private int count;

  /// The segment that all open blocks are of.
  private long segment;

  private final Map<Owner, Open> open = new LinkedHashMap<>();
  private final List<Block> cut = new ArrayList<>();

  /// The key of a block: what its calls have in common.
  private record Owner(String day, String key, long slot) {}

  /// A block to which calls are still added.
  private static final class Open {
    private final int first;
    private int last;
    private int entries;
    private int size = 1;
    private long began = Long.MAX_VALUE;
    private long beganLast = Long.MIN_VALUE;

    Open(int first) {
      this.first = first;
      this.last = first;
    }
  }

  /// Adds a call to its block.
  ///
  /// @param day the day that it began on
  void add(String day, String key, long began, JournalReader from) {
    if (from.segment() != segment) {
      cutAll();
      segment = from.segment();
    }
    int index = copy(from);
    var owner = new Owner(day, key, Block.slot(began));
    Open block = open.computeIfAbsent(owner, _ -> new Open(index));
    if (block.size + bytes(index, block) > Block.MOST && block.entries > 0) {
      cut.add(cut(owner, block));
      block = new Open(index);
      open.put(owner, block);
    }
    append(block, index, began);
  }

  private int copy(JournalReader from) {
    int start = start(count);
    room(start + from.length());
    System.arraycopy(from.payload(), 0, payloads, start, from.length());
    ends[count] = start + from.length();
    positions[count] = from.at();
    return count++;
  }

  private void room(int bytes) {
    if (bytes > payloads.length) {
      payloads = Arrays.copyOf(payloads, Math.max(bytes, payloads.length * 2));
    }
    if (count == ends.length) {
      positions = Arrays.copyOf(positions, count * 2);
      ends = Arrays.copyOf(ends, count * 2);
      next = Arrays.copyOf(next, count * 2);
    }
  }

  private int start(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }

  /// How many bytes an entry takes in a block.
  private int bytes(int index, Open block) {
    int length = ends[index] - start(index);
    return size(steps(index, block.last)) + size(length) + length;
  }

  private long steps(int index, int before) {
    return (positions[index] - positions[before]) / Block.STEP;
  }

  private void append(Open block, int index, long began) {
    block.size += bytes(index, block);
    next[block.last] = index;
    next[index] = NONE;
    block.last = index;
    block.entries++;
    block.began = Math.min(block.began, began);
    block.beganLast = Math.max(block.beganLast, began);
  }

  private Block cut(Owner owner, Open block) {
    return new Block(
        owner.day(),
        owner.key(),
        new JournalPlace(segment, positions[block.first]),
        block.began,
        block.beganLast,
        block.entries,
        bytes(block));
  }

  private byte[] bytes(Open block) {
    var bytes = new byte[block.size];
    int at = put(bytes, 0, Block.VERSION);
    int before = block.first;
    for (int i = block.first; i != NONE; i = next[i]) {
      int length = ends[i] - start(i);
      at = put(bytes, at, steps(i, before));
      at = put(bytes, at, length);
      System.arraycopy(payloads, start(i), bytes, at, length);
      at += length;
      before = i;
    }
    return bytes;
  }

  private static int put(byte[] into, int at, long number) {
    int end = at;
    long left = number;
    while (left > LOW) {
      into[end++] = (byte) ((left & LOW) | MORE);
      left >>>= BITS;
    }
    into[end++] = (byte) left;
    return end;
  }

  private static int size(long number) {
    int size = 1;
    for (long left = number >>> BITS; left != 0; left >>>= BITS) {
      size++;
    }
    return size;
  }

  private void cutAll() {
    open.forEach((owner, block) -> cut.add(cut(owner, block)));
    open.clear();
    count = 0;
  }

  /// The blocks of all calls that were added.
  List<Block> cut() {
    cutAll();
    return List.copyOf(cut);
  }

  /// Forgets all calls.
  void clear() {
    open.clear();
    cut.clear();
    count = 0;
  }
}
