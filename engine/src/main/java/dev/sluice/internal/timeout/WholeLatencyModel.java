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
/// minutes. All of them together do; see [Suspicion].
final class WholeLatencyModel {
  /// How many sizes of calls there are.
  static final int SIZES = InputSize.COUNT * OutputSize.COUNT;

  /// The time of a shorter answer is that of its first token, hardly that of its tokens.
  private static final long TELLING_TOKENS = 32;

  private final long prior;
  private final AtomicReferenceArray<@Nullable Estimator> totals =
      new AtomicReferenceArray<>(SIZES);
  private final Estimator perToken;
  private final Suspicion suspicion;

  /// @param prior the least that is believed until 200 have answered
  WholeLatencyModel(long prior, long now) {
    this.prior = prior;
    this.perToken = new Estimator(0, now);
    this.suspicion = new Suspicion(now);
  }

  /// How long to wait for the answer to a call like `call`, before any doubling.
  public long total(Call call) {
    return view(call).bound();
  }

  /// How often that is to be doubled for an attempt that begins now.
  public int doublings(Call call) {
    Estimator known = totals.get(index(call));
    return known == null ? 0 : known.doublings();
  }

  /// Half of the answers to calls like `call` come within that time.
  public long median(Call call) {
    Estimator.View view = view(call);
    return view.bound() == 0 ? 0 : view.quantiles().median();
  }

  /// The time allowed per token, margins included.
  public long perToken() {
    return perToken.view().bound();
  }

  /// The time per token in half of the answers.
  public long usualToken() {
    Estimator.View view = perToken.view();
    return view.bound() == 0 ? 0 : view.quantiles().median();
  }

  /// An attempt begins. Calls that other targets have failed are not recorded: they are not like
  /// the others.
  public void begins(Call call, long now) {
    suspicion.begins(call, now);
  }

  /// An attempt that began at `begun` has ended, after [#heard] was called if it was answered.
  public void ends(Call call, long begun, long now) {
    suspicion.ends(call, usual(index(call)), begun, now);
  }

  /// The target has answered a call, with whatever.
  public void heard(long now) {
    suspicion.heard(now);
  }

  /// Whether the target has fallen silent to all: it has answered no caller for `nanos` at least,
  /// and attempts have been under way of which it would have answered some. Safe for a loop, and
  /// under any lock.
  ///
  /// @param call the call whose attempt may be given up for that; the evidence of other calls of a
  ///   single caller is not enough for it
  public boolean silent(Call call, long nanos, long now) {
    return suspicion.silent(call, nanos, this::usual, now);
  }

  private Quantiles usual(int size) {
    Estimator known = totals.get(size);
    return known == null || known.view().bound() == 0 ? Quantiles.NONE : known.view().quantiles();
  }

  /// Records an answer after so long.
  ///
  /// @param usage its usage; only the provider's report counts for the time per token
  public void took(Call call, long nanos, Usage usage, long now) {
    estimator(call, now).took(nanos, now);
    if (usage.telling() && usage.output() >= TELLING_TOKENS && isOne(call, usage)) {
      perToken.took(nanos / usage.output(), now);
    }
  }

  /// An answer had not come after so long, when the attempt was given up.
  public void outlasted(Call call, long nanos, long now) {
    estimator(call, now).outlasted(nanos, now);
  }

  /// An attempt that began at `begun` was given up by the bound of its answer, doubled so often.
  public void fired(Call call, long begun, int doublings, long now) {
    estimator(call, now).fired(begun, doublings, now);
  }

  /// The longest bound in force for inputs of a size, doublings included.
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

  /// How many answers the bound that is the longest for inputs of a size was learned from.
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

  /// How many answers the time per token was learned from.
  int tokenSamples() {
    return perToken.samples();
  }

  /// Several choices are written side by side, and their tokens counted together.
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
