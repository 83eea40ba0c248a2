package dev.sluice.internal.timeout;

import dev.sluice.call.Call;
import dev.sluice.call.Usage;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// The learned times of one model's whole answers: how long they take, by the size of the input and
/// of the client's bound on the output, the time per token, and whether the target is silent to
/// all. Lengths of time are in nanoseconds, from the connection to the first byte; 0 means that
/// nothing is learned yet. Safe for any thread; reading takes no lock.
///
/// An answer may be a hundred times as long as the next, so that a single silence says little for
/// minutes. All silences together say more; see [Suspicion].
final class WholeLatencyModel {
  /// The number of sizes of calls.
  static final int SIZES = InputSize.COUNT * OutputSize.COUNT;

  /// The fewest tokens of an answer that tells the time per token: a shorter one takes hardly
  /// longer than its first token.
  private static final long TELLING_TOKENS = 32;

  private final long prior;
  private final AtomicReferenceArray<@Nullable Estimator> totals =
      new AtomicReferenceArray<>(SIZES);
  private final Estimator perToken;
  private final Suspicion suspicion;

  /// @param prior the least bound until 200 attempts have answered, in nanoseconds
  WholeLatencyModel(long prior, long now) {
    this.prior = prior;
    this.perToken = new Estimator(0, now);
    this.suspicion = new Suspicion(now);
  }

  /// Returns how long to wait for the answer to a call like `call`, before any doubling.
  public long total(Call call) {
    return view(call).bound();
  }

  /// Returns how often [#total] is doubled for an attempt that begins now.
  public int doublings(Call call) {
    Estimator known = totals.get(index(call));
    return known == null ? 0 : known.doublings();
  }

  /// Returns the time within which half of the answers to calls like `call` come.
  public long median(Call call) {
    Estimator.View view = view(call);
    return view.bound() == 0 ? 0 : view.quantiles().median();
  }

  /// Returns the time allowed per token, margins included.
  public long perToken() {
    return perToken.view().bound();
  }

  /// Returns the median time per token.
  public long usualToken() {
    Estimator.View view = perToken.view();
    return view.bound() == 0 ? 0 : view.quantiles().median();
  }

  /// Counts an attempt that begins. Calls that other targets have failed are not counted, since
  /// they are not like the others.
  public void begins(Call call, long now) {
    suspicion.begins(call, now);
  }

  /// Counts the end of an attempt that began at `begun`. If it was answered, [#heard] is called
  /// before.
  public void ends(Call call, long begun, long now) {
    suspicion.ends(call, usual(index(call)), begun, now);
  }

  /// Notes that the target has answered a call with anything at all.
  public void heard(long now) {
    suspicion.heard(now);
  }

  /// Whether the target has fallen silent to all: it has answered no caller for at least `nanos`,
  /// although attempts have been under way of which a healthy target would have answered some. Safe
  /// for a loop, and under any lock.
  ///
  /// @param call the call whose attempt may be given up for that; the evidence from calls of a
  ///   single other caller does not suffice
  public boolean silent(Call call, long nanos, long now) {
    return suspicion.silent(call, nanos, this::usual, now);
  }

  private Quantiles usual(int size) {
    Estimator known = totals.get(size);
    return known == null || known.view().bound() == 0 ? Quantiles.NONE : known.view().quantiles();
  }

  /// Records an answer that came after `nanos`.
  ///
  /// @param usage the usage of the answer; only a provider's report counts for the time per token
  public void took(Call call, long nanos, Usage usage, long now) {
    estimator(call, now).took(nanos, now);
    if (usage.telling() && usage.output() >= TELLING_TOKENS && isOne(call, usage)) {
      perToken.took(nanos / usage.output(), now);
    }
  }

  /// Records that an answer had not come after `nanos`, when the attempt was given up.
  public void outlasted(Call call, long nanos, long now) {
    estimator(call, now).outlasted(nanos, now);
  }

  /// Records that an attempt that began at `begun` was given up by the bound of its answer, doubled
  /// so often.
  public void fired(Call call, long begun, int doublings, long now) {
    estimator(call, now).fired(begun, doublings, now);
  }

  /// Returns the longest bound in force for inputs of a size, doublings included.
  long most(int inputSize) {
    long most = 0;
    for (int output = 0; output < OutputSize.COUNT; output++) {
      Estimator known = totals.get(index(inputSize, output));
      if (known != null) {
        most = Math.max(most, known.view().bound() << known.view().doublings());
      }
    }
    return most;
  }

  /// Returns how many answers the longest bound for inputs of a size was learned from.
  int samples(int inputSize) {
    long longest = most(inputSize);
    for (int output = 0; output < OutputSize.COUNT; output++) {
      Estimator known = totals.get(index(inputSize, output));
      if (known != null && known.view().bound() << known.view().doublings() == longest) {
        return known.samples();
      }
    }
    return 0;
  }

  /// Returns how many answers the time per token was learned from.
  int tokenSamples() {
    return perToken.samples();
  }

  /// Whether the answer has a single choice. Several are written side by side, and their tokens
  /// counted together.
  private static boolean isOne(Call call, Usage usage) {
    return usage.output() <= call.facts().maxTokens().orElse(Long.MAX_VALUE);
  }

  private Estimator.View view(Call call) {
    Estimator known = totals.get(index(call));
    return known == null ? Estimator.View.UNLEARNED : known.view();
  }

  private Estimator estimator(Call call, long now) {
    int index = index(call);
    Estimator known = totals.get(index);
    if (known != null) {
      return known;
    }
    var fresh = new Estimator(prior, now);
    Estimator other = totals.compareAndExchange(index, null, fresh);
    return other == null ? fresh : other;
  }

  static int index(Call call) {
    return index(InputSize.of(call.body().size()), OutputSize.of(call.facts().maxTokens()));
  }

  private static int index(int input, int output) {
    return input * OutputSize.COUNT + output;
  }
}
