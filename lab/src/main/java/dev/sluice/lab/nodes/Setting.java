package dev.sluice.lab.nodes;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What a scene is played with.
///
/// @param quota tokens a minute
/// @param burst how long a time's worth the provider lets through at once
/// @param load how many times the quota is asked for
/// @param parts which part of the load comes to which node
/// @param tenants the tenants of the calls at each node
/// @param time how long it is played
/// @param sharing how the nodes know of each other
/// @param told whether the provider's headers tell its limits, and no configuration does
/// @param day the limit of requests a day
/// @param concurrent the limit of attempts at a time
/// @param group which nodes belong together
/// @param weights of tenants; 1 of those who are not named
record Setting(
    long quota,
    Duration burst,
    double load,
    List<Double> parts,
    List<List<String>> tenants,
    Duration time,
    Sharing sharing,
    boolean told,
    OptionalLong day,
    OptionalInt concurrent,
    Group group,
    Map<String, Integer> weights) {
  private static final double MINUTE = 60;
  private static final Duration SHORT = Duration.ofSeconds(10);
  private static final Duration LONG = Duration.ofSeconds(60);

  /// Below this quota ten seconds' worth is less than a large call.
  private static final long SMALL = 100_000;

  private static final List<Double> UNEVEN = List.of(0.7, 0.1, 0.1, 0.1);
  private static final List<String> ANYBODY = List.of("ants", "bees", "cats", "dogs");

  /// How nodes know of each other.
  enum Sharing {
    /// By leases.
    LEASES,
    /// Not at all: each takes the whole quota for its own.
    WHOLE,
    /// By configuration: each has an equal part.
    SPLIT
  }

  /// Which nodes belong together.
  enum Group {
    /// All, each with a name of its own.
    ONE,
    /// All, and they have the same name.
    SAME_NAME,
    /// Every other one: two clusters at one Redis, each with half of the limits.
    TWO
  }

  Setting {
    parts = List.copyOf(parts);
    tenants = List.copyOf(tenants);
    weights = Map.copyOf(weights);
  }

  /// The usual setting: four nodes, 70, 10, 10 and 10 % of the load.
  static Setting of(long quota, double load, Duration time) {
    return new Setting(
        quota,
        quota < SMALL ? LONG : SHORT,
        load,
        UNEVEN,
        Collections.nCopies(UNEVEN.size(), ANYBODY),
        time,
        Sharing.LEASES,
        false,
        OptionalLong.empty(),
        OptionalInt.empty(),
        Group.ONE,
        Map.of());
  }

  /// Returns the same with other nodes, each with its part of the load.
  Setting spread(List<Double> otherParts) {
    return with(otherParts, Collections.nCopies(otherParts.size(), ANYBODY));
  }

  /// Returns the same with so many nodes that are alike.
  Setting even(int nodes) {
    return spread(Collections.nCopies(nodes, 1.0 / nodes));
  }

  /// Returns the same with tenants of their own at each node.
  Setting with(List<Double> otherParts, List<List<String>> otherTenants) {
    return new Setting(
        quota,
        burst,
        load,
        otherParts,
        otherTenants,
        time,
        sharing,
        told,
        day,
        concurrent,
        group,
        weights);
  }

  Setting with(Sharing other) {
    return new Setting(
        quota, burst, load, parts, tenants, time, other, told, day, concurrent, group, weights);
  }

  Setting toldByHeaders() {
    return new Setting(
        quota, burst, load, parts, tenants, time, sharing, true, day, concurrent, group, weights);
  }

  Setting withDay(long requests) {
    var limit = OptionalLong.of(requests);
    return new Setting(
        quota, burst, load, parts, tenants, time, sharing, told, limit, concurrent, group, weights);
  }

  Setting withConcurrent(int attempts) {
    var limit = OptionalInt.of(attempts);
    return new Setting(
        quota, burst, load, parts, tenants, time, sharing, told, day, limit, group, weights);
  }

  Setting with(Group other) {
    return new Setting(
        quota, burst, load, parts, tenants, time, sharing, told, day, concurrent, other, weights);
  }

  Setting weighing(Map<String, Integer> others) {
    return new Setting(
        quota, burst, load, parts, tenants, time, sharing, told, day, concurrent, group, others);
  }

  int nodes() {
    return parts.size();
  }

  /// Returns how many clusters the nodes are.
  int clusters() {
    return group == Group.TWO ? 2 : 1;
  }

  /// Tokens a second.
  double rate() {
    return quota / MINUTE;
  }

  /// Requests a minute: twice as many as the calls need.
  long requests() {
    return Math.max(4, Math.round(2 * Math.max(1, load) * quota / CallDraw.meanSize()));
  }

  /// What the provider lets through at once, of a limit a minute.
  long atOnce(long perMinute) {
    return Math.max(1, Math.round(perMinute * (burst.toMillis() / 1e3 / MINUTE)));
  }

  /// Returns when the scene ends, in nanoseconds.
  long end() {
    return time.toNanos();
  }
}
