package dev.sluice.report;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.Report;
import dev.sluice.call.runtime.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The calls that limits and budgets have refused, key by key: how many in each minute of the last
/// hour, and the last ones. They were not let in, so that no journal and no ledger has them; here
/// they are kept in memory, of so many keys that all of it is bounded. Safe for any thread but a
/// loop.
public final class RefusedCalls implements Observer {
  /// How many keys are remembered; each takes some 30 KB where its calls are refused all the time.
  private static final int KEYS = 256;

  /// The characters of a name that a client has chosen which are kept.
  private static final int LONGEST = 128;

  private static final RefusedOfKey NOTHING = new RefusedOfKey();

  private final Clock clock;
  private final Map<String, RefusedOfKey> keys = new ConcurrentHashMap<>();
  private volatile boolean keyed;

  /// The refused calls of a key.
  ///
  /// @param minutes those of the last hour in which calls were refused, the newest first; empty
  ///   where another time is asked for
  /// @param calls the last ones, the newest first
  public record Found(Optional<List<Minute>> minutes, List<Refused> calls) {}

  /// The number of a key's calls that were refused in one minute.
  ///
  /// @param at when it begins, in milliseconds since 1970 in UTC
  public record Minute(long at, long calls) {}

  /// A call that was refused.
  ///
  /// @param id the call's identifier
  /// @param model the model that was asked for
  /// @param limit what has refused it
  /// @param at milliseconds since 1970 in UTC
  public record Refused(String id, String model, Failed.Limit limit, long at) {
    private static Refused of(Call call, Failed.Limit limit, long at) {
      return new Refused(cut(call.id()), cut(call.model()), limit, at);
    }

    private static String cut(String text) {
      return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }
  }

  /// The key of which most calls were refused.
  ///
  /// @param key its id; empty for the callers that showed none
  /// @param limit what has refused most of them
  /// @param calls how many calls of it were refused
  /// @param all how many were of all keys
  public record Most(String key, Failed.Limit limit, long calls, long all) {}

  /// @param keyed whether callers show keys
  public RefusedCalls(boolean keyed, Clock clock) {
    this.keyed = keyed;
    this.clock = clock;
  }

  /// Says whether callers show keys from now on.
  public void use(boolean shown) {
    keyed = shown;
  }

  @Override
  public void callEnded(Call call, Report report) {
    if (report.outcome() instanceof Failed.LimitReached why) {
      // All clients that show no key are one.
      String key = keyed ? call.hints().caller() : "";
      add(key, Refused.of(call, why.limit(), clock.millis()));
    }
  }

  void add(String key, Refused call) {
    of(key).add(call);
  }

  /// Finds or makes the record of a key; the key whose last refusal is the longest ago makes room
  /// for another one.
  private RefusedOfKey of(String key) {
    RefusedOfKey known = keys.get(key);
    if (known != null) {
      return known;
    }
    if (keys.size() >= KEYS) {
      oldest().ifPresent(keys::remove);
    }
    return keys.computeIfAbsent(key, _ -> new RefusedOfKey());
  }

  private Optional<String> oldest() {
    return keys.entrySet().stream()
        .min(Comparator.comparingLong(entry -> entry.getValue().last()))
        .map(Map.Entry::getKey);
  }

  /// Finds the refused calls of a key.
  ///
  /// @param key its id; empty for the callers that showed none
  /// @param from when the calls were refused at the earliest, in milliseconds since 1970
  /// @param until the instant that they were refused before
  /// @param most how many calls
  public Found of(String key, long from, long until, int most) {
    RefusedOfKey refusedOfKey = keys.getOrDefault(key, NOTHING);
    long now = clock.millis();
    boolean recent = from <= now && now < until;
    return new Found(
        recent ? Optional.of(refusedOfKey.minutes(now)) : Optional.empty(),
        refusedOfKey.calls(from, until, most));
  }

  /// The key of which most calls were refused since an instant, as far as the last hour has them;
  /// that instant's minute counts whole.
  ///
  /// @param from in milliseconds since 1970
  public Optional<Most> most(long from) {
    long now = clock.millis();
    long all = 0;
    Optional<Most> most = Optional.empty();
    for (Map.Entry<String, RefusedOfKey> of : keys.entrySet()) {
      Map<Failed.Limit, Long> byLimit = of.getValue().byLimit(from, now);
      long calls = byLimit.values().stream().mapToLong(Long::longValue).sum();
      all += calls;
      if (calls > most.map(Most::calls).orElse(0L)) {
        most = Optional.of(new Most(of.getKey(), first(byLimit), calls, 0));
      }
    }
    long sum = all;
    return most.map(of -> new Most(of.key(), of.limit(), of.calls(), sum));
  }

  private static Failed.Limit first(Map<Failed.Limit, Long> byLimit) {
    return byLimit.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(Failed.Limit.RATE);
  }
}
