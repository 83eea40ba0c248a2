package dev.sluice.internal.admission.queue;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Virtual token counter of a tenant, or of a subtenant ("Fairness in Serving Large Language
/// Models", Sheng et al., OSDI 2024).
final class Tenant extends IndexedHeap.Member {
  /// Separates the names of a tenant and its subtenant; no configured name holds it.
  private static final char WITHIN = '\n';

  private final String name;
  private final double share;
  private final Quantum quantum;
  private final List<Follower> followers = new ArrayList<>();

  /// The division that this subtenant is a part of; null for a tenant.
  final @Nullable Division among;

  /// The division of this tenant's share among its subtenants; null while it has none.
  @Nullable Division parts;

  /// How many calls of this tenant wait.
  int waiting;

  /// What the tenant has had: weighed tokens, divided by its share.
  private double had;

  private double weight;
  private double served;
  private long round;

  /// A listener for changes of the counter.
  public interface Follower {
    /// Notifies that the tenant's counter or weight has changed.
    void served(boolean inAnotherRound);
  }

  /// The division of a tenant's share among its subtenants.
  interface Division {
    /// Returns the tenant whose share is divided.
    Tenant whole();

    /// Returns the subtenant of a name.
    Tenant of(String name);

    /// Lifts the counter of a subtenant that returns after having had no waiting call.
    void lift(Tenant part);

    /// Counts a call of a subtenant that begins to wait.
    void waits(Tenant part);

    /// Counts a call of a subtenant that does not wait any more.
    void waitsNoMore(Tenant part);

    /// Charges a subtenant with so many weighed tokens; the caller charges the tenant.
    void serve(Tenant part, double weighed);

    /// Sets the subtenants' counters anew where the tenant's counter, or the number of waiting
    /// subtenants, calls for it.
    void follow();
  }

  /// @param quantum the length of a round; the same for all
  Tenant(String name, double share, Quantum quantum) {
    this(name, share, quantum, null);
  }

  /// Makes a subtenant of `whole`.
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

  /// Returns the tenant's name.
  public String name() {
    return name;
  }

  /// Returns the tenant's share, relative to those of the others; of a subtenant its part of its
  /// tenant's share.
  public double weight() {
    return weight;
  }

  /// Returns the share as configured.
  double share() {
    return share;
  }

  /// Returns the tenant that this is a subtenant of, or this one if it is none.
  Tenant whole() {
    return among == null ? this : among.whole();
  }

  /// Whether a call of this tenant waits.
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

  /// Adds so many weighed tokens, which a call was granted or has used beyond its grant.
  void charge(double weighed) {
    had += weighed / share;
  }

  /// Raises what the tenant has had to at least `least`.
  void raise(double least) {
    had = Math.max(had, least);
  }

  boolean isCountedBy(Quantum rounds) {
    return quantum == rounds;
  }

  /// Returns how much the tenant has had among those that it shares with: weighed tokens, divided
  /// by its share.
  double had() {
    return had;
  }

  /// Returns the counter among all tenants: of a tenant how much it has had, of a subtenant the
  /// corresponding value.
  public double served() {
    return served;
  }

  /// Returns the round that the tenant is in; the lowest round is served first.
  public long round() {
    return round;
  }

  /// Sets the counter and the weight, and notifies followers.
  void set(double counter, double newWeight) {
    served = counter;
    weight = newWeight;
    long before = round;
    round = quantum.round(counter);
    for (int i = 0; i < followers.size(); i++) {
      followers.get(i).served(round != before);
    }
  }

  /// Sets the counter of a tenant that is no subtenant to what it has had.
  void set() {
    set(had, share);
  }

  /// Determines the round anew, when rounds have another length.
  void requantize() {
    set(served, weight);
    if (parts != null) {
      parts.follow();
    }
  }
}
