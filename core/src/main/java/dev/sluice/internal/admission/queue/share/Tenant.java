package dev.sluice.internal.admission.queue.share;

import dev.sluice.internal.admission.queue.order.IndexedHeap;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// One of those who share the targets, and how much of them it has had: a virtual token counter
/// ("Fairness in Serving Large Language Models", Sheng et al., OSDI 2024).
public final class Tenant extends IndexedHeap.Member {
  /// Between the names of a tenant and of its subtenant; no name holds it.
  private static final char WITHIN = '\n';

  private final String name;
  private final double share;
  private final Quantum quantum;
  private final @Nullable Subtenants among;
  private final List<Follower> followers = new ArrayList<>();
  private @Nullable Subtenants parts;

  /// Weighed tokens by its share.
  private double had;

  private double weight;
  private double served;
  private long turn;

  /// How many of its calls wait.
  int waiting;

  /// A listener for changes of its counter.
  public interface Follower {
    /// It stands elsewhere now: it has had more, or those with whom it shares have.
    void served(boolean inAnotherTurn);
  }

  /// @param quantum of a turn; the same for all
  Tenant(String name, double share, Quantum quantum) {
    this(name, share, quantum, null);
  }

  /// A part of `whole`.
  Tenant(Tenant whole, String name, double share, Subtenants among) {
    this(whole.name + WITHIN + name, share, whole.quantum, among);
  }

  private Tenant(String name, double share, Quantum quantum, @Nullable Subtenants among) {
    this.name = name;
    this.share = share;
    this.quantum = quantum;
    this.among = among;
    this.weight = share;
  }

  /// Orders tenants that share something: the least served comes first.
  static int compare(Tenant a, Tenant b) {
    return Double.compare(a.had, b.had);
  }

  /// What it is called.
  public String name() {
    return name;
  }

  /// Its share, beside those of the others; of a subtenant what is its part of its tenant's.
  public double weight() {
    return weight;
  }

  /// Its share as configured.
  double share() {
    return share;
  }

  /// Those with whom it divides a tenant's share; null if it is no subtenant.
  @Nullable Subtenants among() {
    return among;
  }

  /// Its subtenants.
  ///
  /// @param weights the weight of one of a name
  Subtenants parts(ToIntFunction<String> weights) {
    if (parts == null) {
      parts = new Subtenants(this, quantum, weights);
    }
    return parts;
  }

  /// Whether one of its calls waits.
  public boolean isWaiting() {
    return waiting > 0;
  }

  /// Tells `follower` from now on.
  public void follow(Follower follower) {
    followers.add(follower);
  }

  /// Does not any more.
  public void unfollow(Follower follower) {
    followers.remove(follower);
  }

  /// It has been given, or has used more than expected by, so many weighed tokens.
  void charge(double weighed) {
    had += weighed / share;
  }

  /// It has had at least so much.
  void raise(double least) {
    had = Math.max(had, least);
  }

  /// How much it has had among those with whom it shares: weighed tokens by its share.
  double had() {
    return had;
  }

  /// Where it stands among all: how much it has had, or what is the same for a subtenant.
  public double served() {
    return served;
  }

  /// Which turn it is in; the lower one is served first.
  public long turn() {
    return turn;
  }

  /// It stands where one does that has had `much`, and has this weight.
  void stand(double much, double weighing) {
    served = much;
    weight = weighing;
    long before = turn;
    turn = quantum.turn(much);
    for (int i = 0; i < followers.size(); i++) {
      followers.get(i).served(turn != before);
    }
  }

  /// Turns have another length now: it is put in the one that it stands in.
  void requantize() {
    stand(served, weight);
    if (parts != null) {
      parts.follow();
    }
  }
}
