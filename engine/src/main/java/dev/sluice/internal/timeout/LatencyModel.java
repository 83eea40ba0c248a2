package dev.sluice.internal.timeout;

import dev.sluice.call.Call;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// The learned times of one model at one target. Lengths of time are in nanoseconds; 0 means that
/// nothing is learned yet. Safe for any thread; reading takes no lock.
public final class LatencyModel {
  private final long prior;
  private final AtomicReferenceArray<@Nullable Estimator> firstTokens =
      new AtomicReferenceArray<>(InputSize.COUNT);
  private final GapStats silences;
  private final Estimator perToken;
  private final WholeLatencyModel whole;

  /// When the model was used last, on [dev.sluice.call.runtime.Clock#nanos].
  private volatile long used;

  LatencyModel(Prior prior, long now) {
    this.prior = prior.firstToken().toNanos();
    this.silences = new GapStats(now);
    this.perToken = new Estimator(0, now);
    this.whole = new WholeLatencyModel(this.prior, now);
    this.used = now;
  }

  /// Returns the bound that is assumed before anything was seen.
  long prior() {
    return prior;
  }

  /// Returns how long to wait for the first token of a call like `call`, before any doubling.
  public long firstToken(Call call) {
    return firstToken(InputSize.of(call.body().size())).bound();
  }

  /// Returns how often [#firstToken] is doubled for an attempt that begins now, since it was
  /// exceeded several times in a row.
  public int firstTokenDoublings(Call call) {
    Estimator known = firstTokens.get(InputSize.of(call.body().size()));
    return known == null ? 0 : known.doublings();
  }

  /// Returns the time within which the share `quantile` of the first tokens of calls like `call`
  /// came until a while ago; empty until that is learned.
  Optional<Duration> usualFirstToken(Call call, double quantile) {
    Estimator known = firstTokens.get(InputSize.of(call.body().size()));
    long nanos = known == null ? 0 : known.usual().at(quantile);
    return nanos == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
  }

  /// Returns how long to wait for the next meaningful event, before any doubling.
  public long stall() {
    return silences.bound();
  }

  /// Returns how often [#stall] is doubled for an attempt that begins now.
  public int stallDoublings() {
    return silences.longest().doublings();
  }

  /// Returns the time per token that 99 of 100 answers keep within.
  public long perToken() {
    Estimator.View view = perToken.view();
    return view.bound() == 0 ? 0 : view.quantiles().at(0.99);
  }

  /// Returns the median time per token of whole answers, or else of streams.
  public long usualToken() {
    Estimator.View view = perToken.view();
    long whole = whole().usualToken();
    return whole != 0 || view.bound() == 0 ? whole : view.quantiles().median();
  }

  /// Returns the learned times of whole answers.
  public WholeLatencyModel whole() {
    return whole;
  }

  /// Records a first token that came after `nanos`.
  public void firstTokenTook(Call call, long nanos, long now) {
    estimator(call, now).took(nanos, now);
  }

  /// Records that a first token had not come after `nanos`, when the attempt was given up.
  public void firstTokenOutlasted(Call call, long nanos, long now) {
    estimator(call, now).outlasted(nanos, now);
  }

  /// Records that an attempt that began at `begun` was given up by the timeout of its first token,
  /// doubled so often.
  public void firstTokenFired(Call call, long begun, int doublings, long now) {
    estimator(call, now).fired(begun, doublings, now);
  }

  /// Records a stream whose longest silence was `longest`.
  ///
  /// @param gaps how many gaps there were between its events
  public void silent(long longest, long gaps, double sum, double squares, long now) {
    silences.add(gaps, sum, squares);
    silences.longest().took(longest, now);
  }

  /// Records a stream that began at `begun` and was given up when it had been silent for `nanos`.
  public void stalled(long nanos, long begun, int doublings, long now) {
    silences.longest().outlasted(nanos, now);
    silences.longest().fired(begun, doublings, now);
  }

  /// Records the mean time per token of an answer.
  public void tokenTook(long nanos, long now) {
    perToken.took(nanos, now);
  }

  Estimator.View firstToken(int size) {
    Estimator known = firstTokens.get(size);
    return known == null ? Estimator.View.UNLEARNED : known.view();
  }

  /// Returns how many first tokens the bound for inputs of a size was learned from.
  int firstTokenSamples(int size) {
    Estimator known = firstTokens.get(size);
    return known == null ? 0 : known.samples();
  }

  /// Returns how many streams the bound on silences was learned from.
  int stallSamples() {
    return silences.longest().samples();
  }

  /// Returns how many answers the time per token was learned from.
  int tokenSamples() {
    return perToken() >= whole.perToken() ? perToken.samples() : whole.tokenSamples();
  }

  Estimator.View longestSilence() {
    return silences.longest().view();
  }

  long used() {
    return used;
  }

  void use(long now) {
    used = now;
  }

  private Estimator estimator(Call call, long now) {
    int size = InputSize.of(call.body().size());
    Estimator known = firstTokens.get(size);
    if (known != null) {
      return known;
    }
    var fresh = new Estimator(prior, now);
    Estimator other = firstTokens.compareAndExchange(size, null, fresh);
    return other == null ? fresh : other;
  }
}
