package dev.sluice.cluster.lease;

import java.time.Duration;

/// How many times longer a queue takes here than it would if no other node's calls waited: what all
/// nodes were granted while calls waited here over what this one was. Nodes that wait do not get
/// equal parts: one may have the calls of nine tenants, and another those of one. Under admission's
/// lock.
final class ContentionFactor {
  private static final double FADES = Duration.ofMinutes(1).toNanos();

  /// What each node is taken to have been granted beside that, in minutes of the quota: so they
  /// begin with equal parts.
  private static final double PRIOR = 0.05;

  /// The least of a node that queues with others.
  private static final double LEAST = 1.01;

  private double own;
  private double others;
  private long at;

  /// Whether the last question was for a call that waits, and whether that one still does.
  private boolean wants;

  private boolean waits;

  ContentionFactor(long now) {
    at = now;
  }

  /// Notes a question.
  ///
  /// @param call whether it is for a call that waits
  void asked(boolean call) {
    wants = call;
  }

  /// Notes that the node is alone now.
  void leaves() {
    waits = false;
  }

  /// Takes in an answer.
  ///
  /// @return how many times longer a queue takes: 1 if nobody else waits, and more otherwise
  double answered(LeaseReply answer, Purses.Granted granted, long now) {
    if (waits) {
      granted(granted.mine(), granted.others(), now);
    } else {
      granted(0, 0, now);
    }
    waits = wants && !answer.granted();
    return of(answer.waiting());
  }

  /// Takes in what was granted while a call waited here.
  ///
  /// @param mine to this node, less what it gave back, in minutes of the quota
  /// @param theirs the same of all others
  void granted(double mine, double theirs, long now) {
    double left = Math.exp((at - now) / FADES);
    own = Math.max(0, own * left + mine);
    others = Math.max(0, others * left + theirs);
    at = now;
  }

  /// Returns 1 if nobody else waits, and more otherwise.
  double of(int waiting) {
    return waiting == 0 ? 1 : Math.max(LEAST, 1 + (others + PRIOR * waiting) / (own + PRIOR));
  }
}
