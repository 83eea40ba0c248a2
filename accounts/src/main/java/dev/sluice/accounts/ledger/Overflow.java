package dev.sluice.accounts.ledger;

import dev.sluice.accounts.budget.SpendListener.Opened;
import dev.sluice.accounts.budget.SpendListener.Paid;
import dev.sluice.accounts.tag.TagText;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// The entries that the journal has no room for, as sums on the heap until it has: no call is lost
/// from the sums unless the process dies, although it is not to be seen one by one. Safe for any
/// thread but a loop.
final class Overflow {
  /// How many sums are kept apart; entries of further kinds are summed up without names.
  private static final int MOST = 10_000;

  private static final String SUMMED = "summed";
  private static final String OTHER = "other";

  private final ZoneId zone;
  private final Map<Kind, Entry> sums = new ConcurrentHashMap<>();
  private final AtomicLong calls = new AtomicLong();

  /// The key of a sum: what its entries have in common.
  private record Kind(
      String day,
      String team,
      String key,
      String model,
      String target,
      Entry.Payer payer,
      String reason,
      boolean estimated,
      boolean priced,
      String tags) {}

  Overflow(ZoneId zone) {
    this.zone = zone;
  }

  /// Adds an entry to its sum.
  void add(Entry entry) {
    calls.addAndGet(entry.calls());
    Entry some = sums.size() < MOST ? entry : withoutNames(entry);
    sums.merge(kind(some), summed(some), Overflow::plus);
  }

  private Kind kind(Entry entry) {
    Paid paid = entry.paid();
    Opened opened = paid.opened();
    return new Kind(
        Days.of(opened.at(), zone),
        opened.team(),
        opened.key(),
        opened.model(),
        paid.target(),
        entry.payer(),
        entry.reason(),
        paid.estimated(),
        paid.priced(),
        opened.tags());
  }

  /// Returns an entry without the names that clients choose.
  private static Entry withoutNames(Entry entry) {
    Opened of = entry.paid().opened();
    return with(entry, opened(of, OTHER, TagText.others(of.tags())), entry.paid());
  }

  private static Entry summed(Entry entry) {
    Opened of = entry.paid().opened();
    return with(entry, opened(of, of.model(), of.tags()), entry.paid());
  }

  /// Returns an opened call without what tells calls of one kind apart.
  private static Opened opened(Opened of, String model, String tags) {
    return new Opened(0, SUMMED, of.key(), of.team(), model, of.target(), 0, of.at(), tags);
  }

  private static Entry with(Entry entry, Opened opened, Paid paid) {
    var next =
        new Paid(
            opened,
            paid.target(),
            paid.meters(),
            paid.nanos(),
            paid.at(),
            paid.estimated(),
            paid.priced(),
            SUMMED);
    return new Entry(next, entry.payer(), entry.reason(), entry.calls());
  }

  private static Entry plus(Entry one, Entry other) {
    Paid paid = one.paid();
    var sum =
        new Paid(
            paid.opened(),
            paid.target(),
            paid.meters().and(other.paid().meters()),
            paid.nanos() + other.paid().nanos(),
            other.paid().at(),
            paid.estimated(),
            paid.priced(),
            SUMMED);
    return new Entry(sum, one.payer(), one.reason(), one.calls() + other.calls());
  }

  /// Takes out all sums, so that none is left.
  List<Entry> take() {
    var taken = new ArrayList<Entry>();
    for (Kind kind : List.copyOf(sums.keySet())) {
      Entry sum = sums.remove(kind);
      if (sum != null) {
        taken.add(sum);
        calls.addAndGet(-sum.calls());
      }
    }
    return taken;
  }

  /// How many calls are summed up here.
  long calls() {
    return calls.get();
  }
}
