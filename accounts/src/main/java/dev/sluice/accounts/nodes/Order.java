package dev.sluice.accounts.nodes;

import java.util.List;

/// What all nodes were ordered to do.
///
/// @param steps a step a node, in their order
public record Order(long id, List<Step> steps) {
  public Order {
    steps = List.copyOf(steps);
  }

  /// How far a node is with it.
  public enum State {
    /// The nodes before it are not done.
    WAITS,
    RUNS,
    DONE,
    /// The node could not do it.
    REFUSED,
    /// The node has not answered.
    MISSED,
    /// A node before it could not do it, or has not answered.
    LEFT;

    /// Whether nothing more will happen.
    boolean isOver() {
      return this != WAITS && this != RUNS;
    }
  }

  /// The part of one node.
  ///
  /// @param node its id
  /// @param name its name
  /// @param detail why it could not do it
  public record Step(String node, String name, State state, String detail) {}

  /// Whether nothing more will happen.
  public boolean isOver() {
    return steps.stream().allMatch(step -> step.state().isOver());
  }

  /// Whether all nodes have done it.
  public boolean isDone() {
    return steps.stream().allMatch(step -> step.state() == State.DONE);
  }
}
