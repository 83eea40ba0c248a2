package dev.sluice.lab.overhead;

import dev.sluice.lab.load.Payload;
import java.util.Set;
import java.util.function.Function;

/// As many plain calls as the contender's core can do.
///
/// @param caller makes the call for a contender; its answer has 1 KB
/// @param contenders the names of the two that are compared, ten times; empty for the usual ones,
///   as often as is asked for
record Saturated(CallMeasures measures, Function<Contender, Payload> caller, Set<String> contenders)
    implements SaturatedCalls {
  private static final int KB = 1024;
  private static final int COMPARED = 10;

  static final Saturated ONE_KB = of("SATURATED_1K", 1);
  static final Saturated LARGE = of("SATURATED_32K", 32);

  /// Bodies as agents send them, at each step again.
  static final Saturated KB_200 = of("SATURATED_200K", 200);

  static final Saturated KB_512 = of("SATURATED_512K", 512);

  /// Calls that can be neither batched nor coalesced nor cached, through a gateway that does all of
  /// it and through one that does not.
  static final Saturated NOTHING_TO_SAVE =
      new Saturated(
          CallMeasures.of("SAVING"),
          Saturated::drawn,
          Set.of(Contender.SLUICE, Contender.SLUICE_SAVING));

  /// Calls that show a key, through a gateway whose key has limits and budgets and through one that
  /// asks for no key.
  static final Saturated KEYED =
      new Saturated(
          CallMeasures.of("KEYS"),
          contender -> Bench.call(contender, false, KB).with(Sluice.KEY),
          Set.of(Contender.SLUICE, Contender.SLUICE_KEYED));

  /// Calls within limits that are never reached, through a gateway that shares them with a cluster
  /// and through one that does not.
  static final Saturated LEASED =
      new Saturated(
          CallMeasures.of("NODES"),
          contender -> Bench.call(contender, false, KB),
          Set.of(Contender.SLUICE_LIMITED, Contender.SLUICE_NODE));

  private static Saturated of(String scenario, int kilobytes) {
    return new Saturated(
        CallMeasures.of(scenario),
        contender -> Bench.call(contender, false, kilobytes * KB),
        Set.of());
  }

  @Override
  public Payload call(Contender contender) {
    return caller.apply(contender);
  }

  @Override
  public boolean concerns(String contender) {
    return contenders.isEmpty()
        ? SaturatedCalls.super.concerns(contender)
        : contenders.contains(contender);
  }

  @Override
  public int rounds(int asked) {
    return contenders.isEmpty() ? asked : COMPARED;
  }

  /// Makes a call whose answer differs each time: with a temperature, and without a seed.
  private static Payload drawn(Contender contender) {
    Payload plain = Bench.call(contender, false, KB);
    String drawn = plain.body().replaceFirst("\\{", "{\"temperature\":0.7,");
    return new Payload(plain.host(), drawn, false);
  }
}
