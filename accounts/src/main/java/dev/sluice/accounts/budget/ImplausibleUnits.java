package dev.sluice.accounts.budget;

import dev.sluice.call.Usage;
import dev.sluice.call.request.PricedExtra;
import dev.sluice.call.request.PricedExtras.Use;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The counts, by target, of the answers that tell more units than their requests allow: more
/// pictures than were asked for, more seconds than a file has room for. They are charged as told;
/// an operator is to know of them. Bounded. Safe for any thread but a loop.
public final class ImplausibleUnits {
  /// How many targets are remembered: where a target passes names on, clients name models at will.
  private static final int MOST = 256;

  /// The seconds that a provider may count beyond a sound's own: some begin a minute.
  private static final long ROUNDED = 60;

  /// How many times as many search units as are set aside a request may come to: a document is cut
  /// at 500 tokens, which have as many bytes at least, and 1,500 are assumed.
  private static final long DENSE = 3;

  private final Map<String, Told> byTarget = new ConcurrentHashMap<>();

  /// The implausible answers of a target.
  ///
  /// @param calls how many
  /// @param unit what the last one has told of
  /// @param told how many of it
  /// @param most how many the last one's request allows
  /// @param nanos what all of them were charged, in nano-dollars
  public record Told(long calls, PricedExtra unit, long told, long most, long nanos) {
    private Told and(Told next) {
      long sum = nanos + next.nanos;
      return new Told(
          calls + next.calls, next.unit, next.told, next.most, sum < 0 ? Long.MAX_VALUE : sum);
    }
  }

  /// Counts an answer that tells more units than its request allows; any other one not.
  ///
  /// @param target `provider/model`
  /// @param asked the unit that the request takes
  /// @param nanos what the call was charged
  void look(String target, Use asked, Usage.Extras answer, long nanos) {
    Optional<PricedExtra> unit = asked.extra();
    if (unit.isEmpty()) {
      return;
    }
    long told = answer.uses().getOrDefault(unit.get(), 0L);
    long most = most(unit.get(), asked.most());
    if (told > most && (byTarget.size() < MOST || byTarget.containsKey(target))) {
      byTarget.merge(target, new Told(1, unit.get(), told, most, nanos), Told::and);
    }
  }

  private static long most(PricedExtra unit, long asked) {
    return switch (unit) {
      case AUDIO_SECOND -> asked + ROUNDED;
      case SEARCH_UNIT -> asked * DENSE;
      default -> asked;
    };
  }

  /// The implausible answers of a target; empty where all that it told can be.
  ///
  /// @param target `provider/model`
  public Optional<Told> of(String target) {
    return Optional.ofNullable(byTarget.get(target));
  }
}
