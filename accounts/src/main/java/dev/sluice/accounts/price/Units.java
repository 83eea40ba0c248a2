package dev.sluice.accounts.price;

import dev.sluice.call.Usage;
import dev.sluice.call.request.PricedExtra;
import dev.sluice.call.request.PricedExtras;
import dev.sluice.call.request.PricedExtras.Use;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The units that calls have taken of what whole operations are sold by: pictures by quality and
/// size, seconds, characters, search units. Of one call there are few. Immutable.
///
/// @param taken in the order of units and kinds, each once
public record Units(List<Taken> taken) {
  /// The most that is counted of a unit, by a call and in a sum: what is more counts as so many.
  public static final long MOST = 1_000_000_000_000L;

  /// The kind that stands for those that are not told apart.
  public static final String OTHER = "other";

  /// How many kinds a sum of calls tells apart: clients may invent sizes without end.
  private static final int MOST_KINDS = 32;

  private static final Comparator<Taken> ORDER =
      Comparator.comparing(Taken::unit).thenComparing(Taken::kind);

  private static final Comparator<Taken> LARGEST =
      Comparator.comparing((Taken one) -> one.kind().equals(OTHER))
          .thenComparing(Comparator.comparingLong(Taken::count).reversed())
          .thenComparing(ORDER);

  /// No units.
  public static final Units NONE = new Units(List.of());

  /// So many units of a kind.
  ///
  /// @param kind quality and size of pictures, as [ImagePrices] has them, as far as the request
  ///   says them; empty for all else
  public record Taken(PricedExtra unit, String kind, long count) {
    public Taken {
      count = Math.clamp(count, 0, MOST);
    }

    private Taken and(Taken other) {
      return new Taken(unit, kind, count + other.count);
    }
  }

  public Units {
    taken = taken.stream().filter(one -> one.count() > 0).sorted(ORDER).toList();
  }

  /// The units that a call has taken: as many as its answer tells, or else its request.
  public static Units of(PricedExtras request, Usage.Extras answer) {
    if (request.uses().isEmpty()) {
      return NONE;
    }
    return new Units(
        request.uses().stream().filter(Use::isOfUnit).map(use -> taken(use, answer)).toList());
  }

  private static Taken taken(Use use, Usage.Extras answer) {
    PricedExtra unit = use.extra().orElseThrow();
    return new Taken(unit, kind(use.kind()), answer.uses().getOrDefault(unit, use.likely()));
  }

  /// The words of a kind, without those that a request leaves open.
  private static String kind(String words) {
    int from = words.startsWith("/") ? 1 : 0;
    int to = words.length() - (words.length() > from && words.endsWith("/") ? 1 : 0);
    return words.substring(from, to);
  }

  /// Whether there are none.
  public boolean isNone() {
    return taken.isEmpty();
  }

  /// How many there are of a unit, of all kinds.
  public long count(PricedExtra unit) {
    long sum = 0;
    for (Taken one : taken) {
      sum = one.unit() == unit ? Math.min(MOST, sum + one.count()) : sum;
    }
    return sum;
  }

  /// The sum of these and others. Of more kinds than are told apart some count as [#OTHER].
  public Units and(Units more) {
    if (isNone() || more.isNone()) {
      return isNone() ? more : this;
    }
    var all = new ArrayList<>(taken);
    all.addAll(more.taken);
    return sum(all, MOST_KINDS);
  }

  /// The sum of units, of which so many kinds are told apart: those of which most were taken.
  public static Units ofLargest(Collection<Taken> all, int kinds) {
    return sum(all.stream().sorted(LARGEST).toList(), kinds);
  }

  private static Units sum(List<Taken> all, int kinds) {
    Map<Taken, Taken> sums = new TreeMap<>(ORDER);
    for (Taken one : all) {
      boolean apart = sums.containsKey(one) || sums.size() < kinds;
      Taken as = apart ? one : new Taken(one.unit(), OTHER, one.count());
      sums.merge(as, as, Taken::and);
    }
    return new Units(List.copyOf(sums.values()));
  }
}
