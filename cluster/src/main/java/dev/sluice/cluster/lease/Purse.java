package dev.sluice.cluster.lease;

import dev.sluice.share.Knowledge;
import org.jspecify.annotations.Nullable;

/// What a node has at hand of one limit, in tokens or requests; a debt is negative. Under
/// admission's lock.
final class Purse {
  private double level;

  /// What was filled up alone since that began.
  private double filled;

  /// What was used of that, and has still to be paid if others were granted it meanwhile.
  private double unpaid;

  private volatile double shown;
  private volatile double cap;
  private volatile double limit;

  /// What the last question has taken out of it to give back, or the debt that it has told.
  private double told;

  /// The most that the last question has asked for.
  private double asked;

  /// What all nodes had been granted by the last answer; none before the first one.
  private @Nullable Double total;

  private long revision;
  private @Nullable Boolean corrected;

  /// Whether the last question has told of a correction downwards.
  private boolean toldLower;

  double level() {
    return level;
  }

  /// The level when it was last told or renewed. Any thread.
  double shown() {
    return shown;
  }

  double cap() {
    return cap;
  }

  /// The limit of all nodes, a minute; 0 while none is known.
  double limit() {
    return limit;
  }

  /// Sets the size by what is known of the limit.
  void size(Knowledge known, View view) {
    limit = known.isBounded() ? known.limit() : 0;
    cap = known.isBounded() ? known.rate() * view.purse(known.window()) : 0;
  }

  void take(double amount) {
    level -= amount;
  }

  void put(double amount) {
    level += amount;
  }

  /// Whether something should be told: a debt, or more than it may hold.
  boolean isOut() {
    return level < 0 || level > cap;
  }

  /// Whether more should be asked for.
  boolean isLow() {
    return level < cap / 2;
  }

  /// Drops what there is; a debt stays.
  void drop() {
    level = Math.min(0, level);
  }

  /// Fills up alone.
  void fill(double rate, double most, double seconds) {
    if (level < most) {
      double before = level;
      level = Math.min(most, level + rate * seconds);
      filled += level - before;
      shown = level;
    }
  }

  /// Drops what was filled up alone and not used.
  ///
  /// @return what was used of it
  double comeBack() {
    double without = Math.min(0, level - filled);
    filled = 0;
    drop();
    return level - without;
  }

  /// Notes what was used while others may have been granted the same.
  ///
  /// @param most what a provider remembers of it
  void owe(double used, double most) {
    unpaid = Math.min(most, unpaid + used);
  }

  /// Pays for it, as far as others were granted as much.
  ///
  /// @param granted to each of them, since the last answer
  void pay(double granted) {
    level -= Math.clamp(granted, 0, unpaid);
    unpaid = 0;
  }

  /// Takes out what is to be told: what is above the size, or the debt.
  ///
  /// @return positive for what is given back
  double tell() {
    told = level < 0 ? level : Math.max(0, level - cap);
    level -= told;
    shown = level;
    return told;
  }

  /// What the last question has given back; negative for a debt.
  double told() {
    return told;
  }

  /// Notes that the last question was lost. What it gave back is lost with it; a debt that may have
  /// been told is told again, and so is a correction downwards.
  void lost() {
    level += Math.min(0, told);
    told = 0;
    if (toldLower) {
      correct(true);
    }
    toldLower = false;
  }

  /// Notes how much the next question asks for at most: nothing beyond that is believed.
  void ask(double most) {
    asked = most;
  }

  /// Takes in an answer.
  ///
  /// @param grant what Redis says that it is
  /// @param now what all nodes had been granted in all
  /// @return what others were charged since the last answer
  double granted(double grant, double now) {
    double amount = Math.clamp(grant, 0, asked);
    Double before = total;
    double others = before == null || now < before ? 0 : now - before - (amount - told);
    total = now;
    told = 0;
    toldLower = false;
    level += amount;
    shown = level;
    return others;
  }

  /// What all nodes had been granted by the last answer.
  double total() {
    Double known = total;
    return known == null ? 0 : known;
  }

  long revision() {
    return revision;
  }

  void revision(long next) {
    revision = next;
  }

  /// Notes that the mirror was corrected: downwards wins.
  void correct(boolean lower) {
    corrected = lower || Boolean.TRUE.equals(corrected);
  }

  /// Forgets a correction upwards: others may have used what was left then.
  void forgetHigher() {
    corrected = Boolean.TRUE.equals(corrected) ? corrected : null;
  }

  /// Returns whether the mirror was corrected, and downwards, to tell it with a question.
  @Nullable Boolean takeCorrection() {
    Boolean is = corrected;
    toldLower = Boolean.TRUE.equals(is);
    corrected = null;
    return is;
  }
}
