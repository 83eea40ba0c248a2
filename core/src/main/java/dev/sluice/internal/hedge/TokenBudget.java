package dev.sluice.internal.hedge;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.locks.ReentrantLock;

/// How many tokens may be spent on attempts that are for nothing. It earns a share of what calls
/// use, and keeps no more than a burst. Safe for any thread but a loop.
final class TokenBudget {
  /// In tokens: about ten hedges of a common size.
  private static final double MOST = 16 * 1024;

  private final double share;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private double level;

  /// @param share of the tokens used, from 0 to 1
  TokenBudget(double share) {
    this.share = share;
  }

  /// A call has used so many.
  void earn(long tokens) {
    lock.lock();
    try {
      level = Math.min(MOST, level + share * tokens);
    } finally {
      lock.unlock();
    }
  }

  /// Takes so many, if they are there.
  boolean take(long tokens) {
    lock.lock();
    try {
      boolean enough = level >= tokens;
      level -= enough ? tokens : 0;
      return enough;
    } finally {
      lock.unlock();
    }
  }

  /// Corrects the taken amount by `more` tokens, or fewer where it is negative.
  void correct(long more) {
    lock.lock();
    try {
      level -= more;
    } finally {
      lock.unlock();
    }
  }
}
