package dev.sluice.server.reload;

import dev.sluice.call.runtime.Bugs;
import dev.sluice.config.yaml.ConfigException;
import dev.sluice.server.config.SluiceConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The reloads of a process: each reads the configuration again and hands it to the gateway.
/// Whatever is wrong with it, what runs goes on, and the answer, the log and a metric say so. One
/// reload at a time; others wait. Safe for any thread but a loop.
public final class Reloads implements AutoCloseable {
  private static final String WATCH = "watch";
  private static final String CERTIFICATES = "certificates";
  private static final Duration LOOK_EACH = Duration.ofSeconds(1);
  private static final Duration LAST_LOOK = Duration.ofSeconds(5);
  private static final Duration READ_MOST = Duration.ofSeconds(10);

  private final ConfigReader reader;
  private final Taker taker;
  private final Log log;
  private final LongSupplier wall;
  private final AtomicLong failures = new AtomicLong();
  private final CountDownLatch closed = new CountDownLatch(1);

  private volatile long lastSuccess;

  /// The thread that looks at the files; null while none does. Written under the monitor of this.
  private volatile @Nullable Thread watch;

  /// Written under the monitor of this.
  private volatile SluiceConfig current;

  /// Takes the configuration.
  public interface Taker {

    /// Tries a configuration and, unless it is a trial, takes it.
    ///
    /// @return what takes effect at the next start alone, a line each
    /// @throws NotApplied if it cannot be taken; nothing has changed
    List<String> take(SluiceConfig before, SluiceConfig next, boolean dry) throws NotApplied;

    /// The revision of the configuration that holds.
    long revision();
  }

  /// A listener for reloads.
  public interface Log {

    /// Notes that a reload has ended.
    ///
    /// @param by what has asked for it
    void reloaded(String by, ReloadResult result);

    /// Notes that a certificate ends soon.
    ///
    /// @param words which, and what to do
    default void ending(String words) {}
  }

  /// Watches from [#start] on.
  ///
  /// @param current the configuration that holds
  /// @param wall the wall clock in milliseconds, for the metric of the last success
  public Reloads(
      ConfigSource source, SluiceConfig current, Taker taker, Log log, LongSupplier wall) {
    this(new ConfigReader(source, READ_MOST), current, taker, log, wall);
  }

  Reloads(ConfigReader reader, SluiceConfig current, Taker taker, Log log, LongSupplier wall) {
    this.reader = reader;
    this.current = current;
    this.taker = taker;
    this.log = log;
    this.wall = wall;
    this.lastSuccess = wall.getAsLong();
  }

  /// Begins to watch, if the configuration says so. Once, when the gateway can take another one.
  public synchronized void start() {
    watch(current);
  }

  /// Reads the configuration and hands it to the gateway.
  ///
  /// @param by what asks for it, for the log
  /// @param dry whether only to try
  public ReloadResult reload(String by, boolean dry) {
    return reload(by, dry, () -> reader.read(dry));
  }

  /// Reads the files of the listeners' TLS again, and nothing else of the configuration.
  private void renew() {
    var _ = reload(CERTIFICATES, false, () -> reader.renew(current));
  }

  /// The origin of the next configuration.
  private interface Next {
    SluiceConfig read() throws NotApplied;
  }

  private synchronized ReloadResult reload(String by, boolean dry, Next next) {
    ReloadResult result = attempt(next, dry);
    if (!dry) {
      count(result);
    }
    if (!result.ok() || (!dry && (result.changed() || !isWatch(by)))) {
      log.reloaded(by, result);
    }
    return result;
  }

  private static boolean isWatch(String by) {
    return by.equals(WATCH) || by.equals(CERTIFICATES);
  }

  private void count(ReloadResult result) {
    if (result.ok()) {
      lastSuccess = wall.getAsLong();
    } else {
      failures.incrementAndGet();
    }
  }

  private ReloadResult attempt(Next next, boolean dry) {
    try {
      return take(next.read(), dry);
    } catch (ConfigException problems) {
      return refused(dry, problems.problems().stream().map(String::valueOf).toList());
    } catch (NotApplied why) {
      return refused(dry, List.of(String.valueOf(why.getMessage())));
    } catch (RuntimeException | Error bug) {
      return refused(dry, List.of("a bug: " + bug));
    }
  }

  private ReloadResult take(SluiceConfig next, boolean dry) throws NotApplied {
    boolean changed = !next.equals(current);
    List<String> notes = changed ? taker.take(current, next, dry) : List.of();
    if (!dry) {
      current = next;
      watch(next);
    }
    return new ReloadResult(taker.revision(), dry, changed, List.of(), notes);
  }

  private ReloadResult refused(boolean dry, List<String> problems) {
    return new ReloadResult(taker.revision(), dry, false, problems, List.of());
  }

  /// When the configuration was last read and found in order, in milliseconds since 1970.
  public long lastSuccess() {
    return lastSuccess;
  }

  /// How many reloads were refused.
  public long failures() {
    return failures.get();
  }

  /// The revision of the configuration that holds.
  public long revision() {
    return taker.revision();
  }

  /// Whether changes of the files are watched for.
  boolean isWatching() {
    return watch != null;
  }

  /// Watches what the configuration is read from, or the files of TLS alone, which are replaced
  /// while nobody is there to say so.
  private void watch(SluiceConfig config) {
    if (!config.watch() && config.certificateFiles().isEmpty()) {
      watch = null;
    } else if (watch == null) {
      Thread looking = Thread.ofPlatform().daemon().name("sluice-reload").unstarted(this::lookOn);
      watch = looking;
      looking.start();
    }
  }

  private void lookOn() {
    var all = new FileWatch(reader::files, reader::content, () -> reload(WATCH, false));
    var certificates =
        new FileWatch(() -> Set.copyOf(current.certificateFiles()), () -> "", this::renew);
    var ending = new EndingCertificates(log::ending);
    try {
      while (watch == Thread.currentThread()
          && !closed.await(LOOK_EACH.toNanos(), TimeUnit.NANOSECONDS)) {
        look(current.watch() ? all : certificates, ending);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// Looks at the files once; whatever goes wrong, the next look begins anew.
  private void look(FileWatch looks, EndingCertificates ending) {
    try {
      looks.look();
      ending.look(current, Instant.ofEpochMilli(wall.getAsLong()));
    } catch (RuntimeException | Error bug) {
      Bugs.report("a bug ended a look at the configuration's files", bug);
    }
  }

  /// Ends the watch. Reloads that are asked for later are up to the gateway.
  @Override
  public void close() {
    closed.countDown();
    Thread looking = watch;
    try {
      if (looking != null && looking != Thread.currentThread()) {
        looking.join(LAST_LOOK);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
