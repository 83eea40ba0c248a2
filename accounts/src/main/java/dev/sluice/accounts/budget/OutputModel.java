package dev.sluice.accounts.budget;

import dev.sluice.call.Call;
import dev.sluice.call.Usage;
import dev.sluice.call.request.RequestFacts;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// A model of what calls of one key to one target read and write: tokens a byte of the body's
/// texts, tokens beside them, and the 95th percentile of their output, by logarithmic buckets of a
/// tenth each. Old calls fade: all counts are halved once there are 1,024. Whatever a provider
/// tells, a text is never thought to have more tokens than bytes, nor fewer than one in 64. Safe
/// for any thread, takes no lock; a count that is lost in a race changes nothing.
final class OutputModel {
  /// The model before anything is learned. Learns nothing.
  public static final OutputModel PRIOR = new OutputModel(0);

  /// Tokens a byte before anything is learned: English has about four bytes a token.
  private static final double PER_BYTE = 0.25;

  /// How many bytes of a text a token stands for at most: no tokenizer makes fewer tokens, but of
  /// endless repetition.
  private static final long BYTES_MOST = 64;

  /// The size in bytes beyond which a picture's size says nothing of its tokens.
  private static final long MEDIA_BYTES = 128 * 1024;

  /// How many tokens a call is thought to write before enough is known.
  static final long USUAL = 1_024;

  private static final int ENOUGH = 20;
  private static final int FULL = 1_024;

  /// After how many calls the percentile is found anew.
  private static final int OFTEN = 16;

  private static final double QUANTILE = 0.95;
  private static final double WIDTH = Math.log(1.1);
  private static final int BUCKETS = 160;

  /// The part of the sums that is kept from call to call; the next constant is the weight of the
  /// prior, in bytes.
  private static final double KEPT = 0.98;

  private static final double PRIOR_BYTES = 512;

  /// The weight of one call in the mean of tokens beside texts.
  private static final double NEW = 0.1;

  private record Ratio(double tokens, double bytes) {}

  private final AtomicReference<Ratio> read =
      new AtomicReference<>(new Ratio(PER_BYTE * PRIOR_BYTES, PRIOR_BYTES));
  private final AtomicIntegerArray written = new AtomicIntegerArray(BUCKETS);
  private final AtomicLong learned = new AtomicLong();
  private volatile long likely = USUAL;

  private final Mean held = new Mean();
  private final Mean named = new Mean();
  private final Mean brought = new Mean();

  /// Tokens that calls of one kind read beside the texts of their bodies, on average.
  private static final class Mean {
    /// The mean of tokens beside texts; below 0 where none is known.
    private volatile double tokens = -1;

    void learn(double told) {
      double known = tokens;
      tokens = known < 0 ? told : known + (told - known) * NEW;
    }
  }

  /// The number of the call that was learned from last.
  private final AtomicLong last;

  /// @param number of the call for which it is made, among those of its key
  OutputModel(long number) {
    last = new AtomicLong(number);
  }

  /// How many tokens a call is expected to read.
  long input(Call call) {
    RequestFacts facts = call.facts();
    long text = text(Estimate.text(call));
    return Estimate.readsBeside(facts) ? text + beside(facts) : text;
  }

  /// Pictures that a body holds, what it names, and what tools of a provider bring are of different
  /// sizes.
  private Mean mean(RequestFacts facts) {
    if (facts.extras().isRead()) {
      return brought;
    }
    return facts.attached().named() ? named : held;
  }

  private long text(long bytes) {
    Ratio now = read.get();
    return (long) Math.ceil(bytes * now.tokens() / now.bytes());
  }

  private long beside(RequestFacts facts) {
    double known = mean(facts).tokens;
    return known < 0
        ? (long) Math.ceil(Math.min(MEDIA_BYTES, facts.attached().bytes()) * PER_BYTE)
        : (long) Math.ceil(known);
  }

  /// How many tokens 95 of 100 calls do not exceed.
  long likelyOutput() {
    return likely;
  }

  /// The number of the call that was learned from last.
  long last() {
    return last.get();
  }

  /// Learns from what the provider has reported.
  ///
  /// @param number of the call, among those of its key
  void learn(Call call, Usage usage, long number) {
    last.lazySet(number);
    if (usage.input() > 0) {
      learnInput(call, usage.input());
    }
    written.incrementAndGet(bucket(usage.output()));
    long count = learned.incrementAndGet();
    if (count <= ENOUGH || count % OFTEN == 0) {
      publish();
    }
  }

  private void learnInput(Call call, long told) {
    long bytes = Estimate.text(call);
    RequestFacts facts = call.facts();
    if (Estimate.readsBeside(facts)) {
      long most = Estimate.mostBeside(call, false);
      mean(facts).learn(Math.clamp((double) told - text(bytes), 0, (double) most));
    } else if (bytes > 0) {
      long tokens = Math.clamp(told, Math.ceilDiv(bytes, BYTES_MOST), bytes);
      Ratio known = read.get();
      read.lazySet(new Ratio(KEPT * known.tokens() + tokens, KEPT * known.bytes() + bytes));
    }
  }

  private static int bucket(long tokens) {
    return tokens <= 1
        ? 0
        : Math.min(BUCKETS - 1, (int) Math.ceil(Math.log((double) tokens) / WIDTH));
  }

  /// The upper end of a bucket, in tokens.
  private static long upTo(int bucket) {
    return (long) Math.ceil(Math.exp(bucket * WIDTH));
  }

  private void publish() {
    int total = 0;
    for (int i = 0; i < BUCKETS; i++) {
      total += written.get(i);
    }
    long found = quantile(total);
    likely = total < ENOUGH ? Math.max(USUAL, found) : found;
    if (total >= FULL) {
      halve();
    }
  }

  private void halve() {
    for (int i = 0; i < BUCKETS; i++) {
      written.updateAndGet(i, count -> count / 2);
    }
  }

  private long quantile(int total) {
    long left = (long) Math.ceil(total * QUANTILE);
    for (int i = 0; i < BUCKETS; i++) {
      left -= written.get(i);
      if (left <= 0) {
        return upTo(i);
      }
    }
    return upTo(BUCKETS - 1);
  }
}
