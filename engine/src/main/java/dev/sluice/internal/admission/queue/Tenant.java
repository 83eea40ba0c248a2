package dev.sluice.internal.admission.queue;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Virtual token counter of a tenant, or of a subtenant ("Fairness in Serving Large Language
/// Models", Sheng et al., OSDI 2024).
final class Tenant extends IndexedHeap.Member {
  /// Between the names of a tenant and of its subtenant; no name holds it.
  private static final char WITHIN = '\n';

  private final String name;
  private final double share;
  private final Quantum quantum;
  private final List<Follower> followers = new ArrayList<>();

  /// The division that it is a part of; null if it is no subtenant.
  final @Nullable Division among;

  /// The division of its share among its subtenants; null while it has none.
  @Nullable Division parts;

  /// How many of its calls wait.
  int waiting;

  /// Weighed tokens by its share.
  private double had;

  private double weight;
  private double served;
  private long round;

  /// A listener for changes of the counter.
  public interface Follower {
    /// The tenant, or those that it shares with, have been served, or share with others.
    void served(boolean inAnotherRound);
  }

  /// The division of a tenant's share among its subtenants.
  interface Division {
    /// The tenant.
    Tenant whole();

    /// The subtenant of a name.
    Tenant of(String name);

    /// A subtenant without waiting calls returns.
    void lift(Tenant part);

    /// A call of a subtenant waits.
    void waits(Tenant part);

    /// A call of a subtenant does not wait any more.
    void waitsNoMore(Tenant part);

    /// A subtenant has been given so many weighed tokens, and the tenant too.
    void serve(Tenant part, double weighed);

    /// Follows the tenant's counter.
    void follow();
  }

  /// @param quantum the length of a round; the same for all
  Tenant(String name, double share, Quantum quantum) {
    this(name, share, quantum, null);
  }

  /// A part of `whole`.
  Tenant(Tenant whole, String name, double share, Division among) {
    this(whole.name + WITHIN + name, share, whole.quantum, among);
  }

  private Tenant(String name, double share, Quantum quantum, @Nullable Division among) {
    this.name = name;
    this.share = share;
    this.quantum = quantum;
    this.among = among;
    this.weight = share;
  }

  /// Orders tenants that share something: the least served is first.
  static int compare(Tenant a, Tenant b) {
    return Double.compare(a.had, b.had);
  }

  /// What it is called.
  public String name() {
    return name;
  }

  /// Its share, beside those of the others; of a subtenant its part of its tenant's share.
  public double weight() {
    return weight;
  }

  /// Its share as configured.
  double share() {
    return share;
  }

  /// The tenant that this is a part of; this one if it is no subtenant.
  Tenant whole() {
    return among == null ? this : among.whole();
  }

  /// Whether one of its calls waits.
  public boolean isWaiting() {
    return waiting > 0;
  }

  /// Notifies `follower` from now on.
  public void follow(Follower follower) {
    followers.add(follower);
  }

  /// Notifies `follower` no more.
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

  boolean isCountedBy(Quantum rounds) {
    return quantum == rounds;
  }

  /// How much it has had among those that it shares with: weighed tokens by its share.
  double had() {
    return had;
  }

  /// Its counter among all: how much it has had, or what is the same for a subtenant.
  public double served() {
    return served;
  }

  /// The round that it is in; the lowest one is served first.
  public long round() {
    return round;
  }

  /// Sets its counter and its weight.
  void set(double counter, double newWeight) {
    served = counter;
    weight = newWeight;
    long before = round;
    round = quantum.round(counter);
    for (int i = 0; i < followers.size(); i++) {
      followers.get(i).served(round != before);
    }
  }

  /// Sets its counter to what it has had, where it is no subtenant.
  void set() {
    set(had, share);
  }

  /// Rounds have another length now.
  void requantize() {
    set(served, weight);
    if (parts != null) {
      parts.follow();
    }
  }
}
