package dev.sluice.accounts.budget;

/// A window of a budget as the keeper of its parts sees it. What this process has spent is without
/// what was given back or carried over, which is in the bounds. Money in nano-dollars. Safe for any
/// thread.
public final class SharedWindow {
  private final String owner;
  private final Bounds bounds;
  private final SpendWindow window;

  /// What this process has spent, and may by its calls under way; those that are large are apart.
  ///
  /// @param likely what is spent, and likely by calls under way
  /// @param worst what is spent, and at worst by calls under way
  /// @param open what given-up calls may have cost beyond what they were charged
  /// @param large whether a large call is under way
  public record Sums(long spent, long likely, long worst, long open, boolean large) {}

  /// The bounds of all processes together.
  ///
  /// @param likely of what is spent and likely
  /// @param worst of what is spent and at worst
  /// @param open of what given-up calls may have cost beyond what they were charged
  public record Limits(long likely, long worst, long open) {}

  SharedWindow(String owner, Bounds bounds, SpendWindow window) {
    this.owner = owner;
    this.bounds = bounds;
    this.window = window;
  }

  /// Whose budget it is, as [Spender] has it.
  public String owner() {
    return owner;
  }

  /// The window's span of time.
  public Period.Window span() {
    return window.window();
  }

  /// Whether both are of the same counts.
  public boolean isSame(SharedWindow other) {
    return window == other.window;
  }

  /// The bounds now.
  public Limits limits() {
    long more = window.adjusted();
    return new Limits(bounds.limit() + more, bounds.most() + more, bounds.open());
  }

  /// The sums now: too much rather than too little while calls end.
  public Sums sums() {
    boolean large = window.hasLarge();
    long likely = window.likelyOfSmall();
    long worst = window.worstOfSmall();
    long open = window.leftOpen();
    long spent = window.spentHere();
    return new Sums(spent, spent + likely, spent + worst, open, large);
  }

  /// What calls that were let in may cost at worst, on average.
  public long usualWorst() {
    return window.usualWorst();
  }

  /// Whether a call goes by the rule of large ones, by what is known here.
  public boolean isLarge(long likely, long worst) {
    return window.isLarge(likely, worst, bounds);
  }

  /// The ceiling that holds here.
  public Ceiling ceiling() {
    Ceiling held = window.ceiling();
    return held == null ? Ceiling.NOTHING : held;
  }

  /// Sets the ceiling. A lower one comes first, and [#sums] are read behind it: they have all that
  /// was let in by the one before.
  public void hold(Ceiling next) {
    window.hold(next);
  }
}
