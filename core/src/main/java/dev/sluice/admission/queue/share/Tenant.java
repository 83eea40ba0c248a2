package dev.sluice.admission.queue.share;

import dev.sluice.admission.queue.order.Heap;
import dev.sluice.admission.queue.order.Sum;
import java.util.ArrayList;
import java.util.List;

/// One of those who share the targets, and how much of them it has had: a virtual token counter
/// ("Fairness in Serving Large Language Models", Sheng et al., OSDI 2024).
public final class Tenant extends Heap.Member {
  /// Within so many weighed tokens tenants count as served alike, and the order of their calls
  /// decides: else fairness would undo it from call to call.
  private static final double ALIKE = 8_192;

  private final String name;
  private final double weight;
  private final List<Follower> followers = new ArrayList<>();

  private double served;
  private long turn;

  /// How many of its calls wait.
  int waiting;

  /// Who has to know how much it has had.
  public interface Follower {
    /// It has had more.
    void served(boolean inAnotherTurn);
  }

  Tenant(String name, double weight) {
    this.name = name;
    this.weight = weight;
  }

  /// Who has been served less comes first.
  static int compare(Tenant a, Tenant b) {
    return Double.compare(a.served, b.served);
  }

  /// What it is called.
  public String name() {
    return name;
  }

  /// Its share, beside those of the others.
  public double weight() {
    return weight;
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

  /// It has been given, or has used more than expected by, these tokens.
  void serve(double input, double output) {
    served(served + Sum.weigh(input, output) / weight);
  }

  /// It comes back: what it did not ask for meanwhile is nothing that it has saved.
  public void lift(double least) {
    served(Math.max(served, least));
  }

  /// How much it has had: weighed tokens by its share.
  public double served() {
    return served;
  }

  /// Which turn it is in; the lower one is served first.
  public long turn() {
    return turn;
  }

  private void served(double much) {
    served = much;
    long before = turn;
    turn = (long) Math.floor(much / ALIKE);
    for (int i = 0; i < followers.size(); i++) {
      followers.get(i).served(turn != before);
    }
  }
}
