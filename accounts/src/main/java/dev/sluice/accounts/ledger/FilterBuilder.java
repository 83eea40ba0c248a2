package dev.sluice.accounts.ledger;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// The builder of the filter of a stretch of a journal, which goes over many batches: until it has
/// 65,536 calls, or calls of an hour. A call that is read again, since a batch was not written, is
/// added again, which changes nothing. What was added when the process ends is in no filter, and is
/// looked through without one. Confined to one thread.
final class FilterBuilder {
  private static final int FULL = 1 << 16;
  private static final long LONGEST_MS = Duration.ofHours(1).toMillis();

  /// The number of bits a call above which a filter is halved.
  private static final int BITS = 16;

  private static final int LEAST_WORDS = 8;

  private final long[] bits = new long[CallFilter.MOST_BITS / Long.SIZE];
  private final TreeSet<String> days = new TreeSet<>();
  private JournalPlace from = JournalPlace.START;
  private JournalPlace end = JournalPlace.START;

  /// How many calls were added, those that were read again included.
  private int count;

  private long firstEnded;
  private long lastEnded;

  /// Notes that a batch is read from `at` on. The stretch goes on with it, unless something in
  /// between was not read.
  void begin(JournalPlace at) {
    if (count == 0 || at.compareTo(end) > 0) {
      clear();
      from = at;
    } else if (at.compareTo(from) < 0) {
      from = at;
    }
  }

  /// Adds a call to the filter.
  ///
  /// @param hash the hash of its identifier
  /// @param ended when it ended, in milliseconds since 1970
  void add(long hash, long ended) {
    CallFilter.add(bits, hash);
    firstEnded = count == 0 ? ended : firstEnded;
    lastEnded = ended;
    count = Math.min(count + 1, CallFilter.MOST_BITS);
  }

  /// Notes that a batch was read up to `at`.
  ///
  /// @param blocks its calls
  /// @return the filter, where the stretch is to end
  Optional<CallFilter> end(JournalPlace at, List<Block> blocks) {
    end = at;
    blocks.forEach(block -> days.add(block.day()));
    boolean whole = count >= FULL || lastEnded - firstEnded >= LONGEST_MS;
    return whole
        ? Optional.of(new CallFilter(from, end, List.copyOf(days), bytes()))
        : Optional.empty();
  }

  /// The bits, halved as often as there is room: a bit's place in half of them is what the lower
  /// bits of its place say.
  private byte[] bytes() {
    long[] words = bits;
    while (words.length > LEAST_WORDS
        && (long) words.length * Long.SIZE / 2 >= (long) count * BITS) {
      words = halved(words);
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(words.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(words);
    return bytes.array();
  }

  private static long[] halved(long[] words) {
    int half = words.length / 2;
    long[] less = Arrays.copyOf(words, half);
    for (int i = 0; i < half; i++) {
      less[i] |= words[half + i];
    }
    return less;
  }

  /// Begins another stretch.
  void clear() {
    Arrays.fill(bits, 0);
    days.clear();
    count = 0;
  }
}
