package dev.sluice.lab.survive;

import dev.sluice.lab.mechanism.Mechanism;
import dev.sluice.lab.survive.Phase.Part;
import dev.sluice.sim.fault.Fault;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The faults that a run plays, in an hour of theirs. At any time one provider is well.
@SuppressWarnings("ImmutableEnumChecker")
public enum Day {
  /// Many kinds of faults, one after another. Between two of them the provider is well for as long
  /// as it takes to find out.
  HOUR(
      EnumSet.noneOf(Mechanism.class),
      new Phase("outage", FaultSchedule.ONE, 6, 12, List.of()),
      new Phase(
          "brown-out",
          FaultSchedule.ONE,
          18,
          26,
          List.of(new Part(Fault.STATUS, "503", 0.2), new Part(Fault.DELAY, "800ms", 1))),
      new Phase(
          "stalls",
          FaultSchedule.TWO,
          32,
          38,
          List.of(
              new Part(Fault.SILENCE_AFTER_HEAD, "", 0.03),
              new Part(Fault.STALL_AFTER, "3", 0.03))),
      new Phase(
          "resets",
          FaultSchedule.ONE,
          42,
          48,
          List.of(
              new Part(Fault.RESET_BEFORE_HEAD, "", 0.03), new Part(Fault.RESET_AFTER, "3", 0.05))),
      new Phase(
          "429 storm",
          FaultSchedule.TWO,
          50,
          54,
          List.of(new Part(Fault.THROTTLE, "seconds:2", 1)))),
  /// Streams that break off behind the commit point, at both providers.
  CUTS(
      EnumSet.of(Mechanism.RESUME, Mechanism.COMMIT),
      cuts(FaultSchedule.ONE, "3", "20"),
      cuts(FaultSchedule.TWO, "8", "30")),
  /// First tokens that now and then come five seconds later, at both providers.
  LATE(EnumSet.noneOf(Mechanism.class), late(FaultSchedule.ONE), late(FaultSchedule.TWO)),
  /// One tenant's job makes most calls, which both providers answer with 500.
  CRASHES(EnumSet.noneOf(Mechanism.class), crashes(FaultSchedule.ONE), crashes(FaultSchedule.TWO));

  private final Set<Mechanism> used;
  private final List<Phase> phases;

  Day(Set<Mechanism> used, Phase... phases) {
    this.used = used;
    this.phases = List.of(phases);
  }

  private static Phase cuts(String provider, String early, String late) {
    return new Phase(
        "cuts of " + provider,
        provider,
        5,
        55,
        List.of(
            new Part(Fault.RESET_AFTER, early, 0.02),
            new Part(Fault.RESET_AFTER, late, 0.02),
            new Part(Fault.END_AFTER, late, 0.01)));
  }

  private static Phase late(String provider) {
    return new Phase(
        "late first tokens of " + provider,
        provider,
        15,
        60,
        List.of(new Part(Fault.DELAY, "5s", 0.02)));
  }

  private static Phase crashes(String provider) {
    return new Phase(
        "crashes of " + provider,
        provider,
        0,
        60,
        List.of(new Part(Fault.CRASH, ChatClient.CRASHES, 1)));
  }

  /// Returns the mechanisms that are switched on for this day.
  Set<Mechanism> used() {
    return used;
  }

  List<Phase> phases() {
    return phases;
  }
}
