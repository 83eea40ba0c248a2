package dev.sluice.accounts.budget;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The counts, by target, of the usages that a provider has told and that no tokenizer and no model
/// gives: more tokens of a text than it has bytes, more written than was asked for. They are
/// charged as told; an operator is to know of them. Bounded. Safe for any thread but a loop.
public final class Implausible {
  /// How many targets are remembered: where a target passes names on, clients name models at will.
  private static final int MOST = 256;

  private final Map<String, Told> byTarget = new ConcurrentHashMap<>();

  /// The implausible usages of a target.
  ///
  /// @param target `provider/model`
  /// @param calls how many such usages
  /// @param bytes the size of the body that the last one was for
  /// @param input how many tokens of input the last one told
  /// @param output how many of output
  /// @param nanos what all of them were charged, in nano-dollars
  public record Told(String target, long calls, long bytes, long input, long output, long nanos) {
    private Told and(Told next) {
      long sum = nanos + next.nanos;
      return new Told(
          target,
          calls + next.calls,
          next.bytes,
          next.input,
          next.output,
          sum < 0 ? Long.MAX_VALUE : sum);
    }
  }

  /// Counts one usage more.
  public void add(Told one) {
    if (byTarget.size() < MOST || byTarget.containsKey(one.target())) {
      byTarget.merge(one.target(), one, Told::and);
    }
  }

  /// The implausible usages of a target; empty where all that it told can be.
  ///
  /// @param target `provider/model`
  public Optional<Told> of(String target) {
    return Optional.ofNullable(byTarget.get(target));
  }
}
