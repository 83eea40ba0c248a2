package dev.sluice.server.log;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.CredentialChange;
import dev.sluice.call.Failed;
import dev.sluice.call.Notice;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.Report;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.text.Printable;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.value.Durations;
import dev.sluice.server.config.LogConfig.Level;
import dev.sluice.server.config.UpstreamErrors;
import dev.sluice.server.log.NoticeWords.Said;
import dev.sluice.server.reload.ReloadResult;
import dev.sluice.server.reload.Reloads;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// The log that tells an operator, in a line each, of what needs a hand, and of its end: a circuit
/// that opens, a credential that is set aside, a provider that cannot be reached or asked for its
/// models, a limit that was learned, a configuration that was read again or could not be taken, a
/// budget that is nearly spent. Each is told once. Safe for any thread; never waits.
public final class NoticeLog implements Observer, Reloads.Log, AutoCloseable {
  private static final int CAPACITY = 256;

  /// How many lines in an hour tell of a provider's keys and one model each, at most.
  private static final int MODELS = 20;

  private static final Duration HOUR = Duration.ofHours(1);

  private final LineQueue lines;
  private volatile NoticeWords words;
  private final Level least;
  private final Clock clock;
  private final Timestamps stamp = new Timestamps();
  private final Reachability reachability = new Reachability();
  private final LatestNotices latest = new LatestNotices();

  /// The rates of lines about single models, by the provider's name.
  private final Map<String, LineRate> models = new ConcurrentHashMap<>();

  /// Lines that are not to be said yet, or that are about to be.
  private final Queue<LineBuffer> held = new ConcurrentLinkedQueue<>();

  private volatile boolean holding;

  /// @param out where the lines go, for people; it may block
  public NoticeLog(OutputStream out, Clock clock) {
    this(out, Level.DEBUG, NoticeWords.NONE, clock);
  }

  /// @param out where the lines go, for people; it may block
  /// @param least what matters less is not said
  /// @param config whose providers and targets are spoken of
  public NoticeLog(OutputStream out, Level least, GatewayConfig config, Clock clock) {
    this(out, least, NoticeWords.of(config), clock);
  }

  NoticeLog(OutputStream out, Level least, NoticeWords words, Clock clock) {
    this.lines = new LineQueue("notice log", out, CAPACITY);
    this.least = least;
    this.words = words;
    this.clock = clock;
  }

  /// Speaks of the providers and targets of another configuration from now on.
  public void use(GatewayConfig config) {
    words = NoticeWords.of(config);
  }

  /// Returns the providers of the configuration that could not be reached at the last attempt.
  public Set<String> unreachable() {
    Set<String> lost = new TreeSet<>(reachability.lost());
    lost.retainAll(words.urls().keySet());
    return lost;
  }

  /// How many lines were dropped because no reader took them.
  public long dropped() {
    return lines.dropped();
  }

  /// Says nothing until [#release]: a process that cannot start says why, and nothing else.
  public void hold() {
    holding = true;
  }

  /// Writes the notices that were held, and all later ones at once.
  public void release() {
    holding = false;
    pass();
  }

  private void pass() {
    for (LineBuffer line = held.poll(); line != null; line = held.poll()) {
      lines.add(line);
    }
  }

  /// The last notices, for a page.
  public LatestNotices latest() {
    return latest;
  }

  /// Models may be clients' inventions, each of which a provider forbids.
  @Override
  public void credentialChanged(CredentialChange change) {
    if (change.model().isEmpty()) {
      say(words.of(change));
      return;
    }
    LineRate rate = models.computeIfAbsent(change.provider(), _ -> new LineRate(MODELS, HOUR));
    if (rate.take(clock.wall().toEpochMilli())) {
      say(words.of(change).and(NoticeWords.more(rate.isSpent(), rate.leftOut())));
    }
  }

  @Override
  public void noticed(Notice notice) {
    say(words.of(notice));
  }

  @Override
  public void attemptEnded(Call call, String target, Report report) {
    if (report.outcome() instanceof Failed.Unreachable why && Reachability.isLost(why)) {
      String provider = provider(target);
      reachability.ended(provider, false).ifPresent(_ -> say(words.unreachable(provider, why)));
    } else if (report.outcome() instanceof Answered) {
      found(target);
    }
  }

  private void found(String target) {
    if (reachability.anyLost()) {
      String provider = provider(target);
      reachability.ended(provider, true).ifPresent(_ -> say(NoticeWords.reachable(provider)));
    }
  }

  @Override
  public void reloaded(String by, ReloadResult result) {
    if (result.ok()) {
      String what = result.changed() ? " holds now" : " goes on: nothing has changed";
      reload(Level.INFO, by, result, what);
    }
    result.notes().forEach(note -> reload(Level.WARN, by, result, ": " + note));
    for (String problem : result.problems()) {
      // A trial tells its result to who asks for it, and nothing is amiss with what runs.
      String what =
          result.dry()
              ? " goes on: one that was tried alone could not be taken: "
              : " goes on, since the new one cannot be taken: ";
      reload(result.dry() ? Level.INFO : Level.ERROR, by, result, what + problem);
    }
  }

  @Override
  public void ending(String words) {
    say(new Said(Level.WARN, words));
  }

  private void reload(Level level, String by, ReloadResult result, String what) {
    say(new Said(level, "reload (" + by + "): configuration " + result.revision() + what));
  }

  /// The call log has providers' own error texts from now on, or has none any more.
  public void upstreamErrors(UpstreamErrors upstreamErrors) {
    String whose =
        upstreamErrors.keys().isEmpty()
            ? "all calls"
            : "calls of " + String.join(", ", upstreamErrors.keys());
    String end =
        upstreamErrors
            .time()
            .map(time -> ", for " + Durations.show(time))
            .orElse(", until they are removed");
    say(
        upstreamErrors.isOff()
            ? new Said(Level.INFO, "log: providers' own error texts are not logged any more")
            : new Said(
                Level.WARN,
                ("log: the call log has providers' own error texts, which may quote prompts, for"
                        + " %s%s (log.upstream_errors)")
                    .formatted(whose, end)));
  }

  /// Notes that the store of accounts has gone away, for this reason, or is back.
  public void store(Optional<String> trouble) {
    say(
        trouble
            .map(why -> new Said(Level.WARN, "accounts: known keys go on, but " + why))
            .orElseGet(() -> new Said(Level.INFO, "accounts: the store is there again")));
  }

  /// Something is amiss with a key of the configuration.
  public void keys(String found) {
    say(new Said(Level.WARN, found));
  }

  /// Prices are old.
  ///
  /// @param words which, and what to do
  public void prices(String words) {
    say(new Said(Level.WARN, "prices: " + words));
  }

  /// Notes that somebody should know how a budget stands.
  ///
  /// @param words which budget, how it stands, and what follows
  public void budget(String words) {
    say(new Said(Level.WARN, "budget: " + words));
  }

  /// Notes that something of the cluster has changed.
  ///
  /// @param words what, and what follows
  public void cluster(String words) {
    say(new Said(Level.WARN, "cluster: " + words));
  }

  /// Notes what is amiss with the tokens of callers.
  public void tokens(String words) {
    say(new Said(Level.WARN, "auth: " + words));
  }

  /// A webhook was not told, or is again.
  public void webhook(String words) {
    say(new Said(Level.WARN, "webhook: " + words));
  }

  /// Notes what has become of a batch.
  public void batches(String words) {
    say(new Said(Level.INFO, "batches: " + words));
  }

  /// Notes what keeps a batch from going on.
  public void batchesWait(String words) {
    say(new Said(Level.WARN, "batches: " + words));
  }

  /// Files of clients cannot be written or read.
  public void files(String words) {
    say(new Said(Level.WARN, "files: " + words));
  }

  /// Notes what the ledger has found amiss at its start.
  public void ledger(String found) {
    say(new Said(Level.WARN, "ledger: " + found));
  }

  /// Notes that the ledger does not work as it should, for this reason, or does again.
  public void ledger(Optional<String> trouble) {
    say(
        trouble
            .map(why -> new Said(Level.WARN, "ledger: calls go on, but " + why))
            .orElseGet(() -> new Said(Level.INFO, "ledger: all that was spent is in the store")));
  }

  private static String provider(String target) {
    int end = target.indexOf('/');
    return end < 0 ? target : target.substring(0, end);
  }

  /// Notes that a limit was learned, or lowered.
  void limit(Level level, String text) {
    say(new Said(level, text));
  }

  private void say(Said said) {
    String text = Printable.line(said.text(), ' ');
    latest.add(said.level(), text, clock.nanos());
    if (said.level().compareTo(least) >= 0) {
      LineBuffer line = stamp.add(clock.wall(), new LineBuffer()).ascii(" ");
      line.ascii(said.level().name().toLowerCase(Locale.ROOT)).ascii(" ").utf8(text);
      held.add(line.ascii("\n"));
    }
    if (!holding) {
      pass();
    }
  }

  @Override
  public void close() {
    lines.close();
  }
}
