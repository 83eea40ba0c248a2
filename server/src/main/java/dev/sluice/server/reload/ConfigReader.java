package dev.sluice.server.reload;

import dev.sluice.server.config.SluiceConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The reader of the configuration, which knows from which files, and what they held. It reads on a
/// thread of its own: a file that becomes a pipe just before it is opened is waited for, perhaps
/// for ever, but by that thread alone. One caller at a time; [#files] and [#content] are for any
/// thread.
final class ConfigReader {
  private final ConfigSource source;
  private final Duration most;

  private volatile Set<Path> files = Set.of();
  private volatile String content = "";

  /// Counts the readings whose content is unknown; each gets a value of its own.
  private long unknown;

  /// The last one, which may have been given up and wait still; null for none.
  private @Nullable Reading last;

  /// Makes a reader of a source.
  ///
  /// @param most how long reading may take
  ConfigReader(ConfigSource source, Duration most) {
    this.source = source;
    this.most = most;
  }

  /// The files that it was read from last, or that it could not be read from.
  Set<Path> files() {
    return files;
  }

  /// The digest of what the files held when they were read last, but for a trial; a value of its
  /// own if they changed in the meantime.
  String content() {
    return content;
  }

  /// Reads and checks the configuration.
  ///
  /// @param trial whether what is read is not to be used
  /// @throws NotApplied if it cannot be read again, or that takes too long
  SluiceConfig read(boolean trial) throws NotApplied {
    Reading reading = new Reading(source);
    try {
      return run(reading);
    } finally {
      if (reading.isDone()) {
        note(reading, trial);
      }
    }
  }

  /// Reads and checks the files of a configuration's TLS alone.
  ///
  /// @throws NotApplied if one is not what it must be, or reading takes too long
  SluiceConfig renew(SluiceConfig current) throws NotApplied {
    return run(new Reading(reads -> renewed(current, reads)));
  }

  private static SluiceConfig renewed(SluiceConfig current, Consumer<Path> reads)
      throws NotApplied {
    current.certificateFiles().forEach(reads);
    try {
      return current.renewed(Instant.now());
    } catch (IllegalArgumentException e) {
      throw new NotApplied(String.valueOf(e.getMessage()));
    }
  }

  private SluiceConfig run(Reading reading) throws NotApplied {
    if (last != null && !last.isDone()) {
      throw last.tooLong();
    }
    last = reading;
    Thread.ofPlatform().daemon().name("sluice-read").start(reading);
    try {
      return reading.get(most.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw reading.tooLong();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotApplied("the reload was interrupted");
    } catch (ExecutionException e) {
      throw cause(e);
    }
  }

  private void note(Reading reading, boolean trial) {
    files = Set.copyOf(reading.work.read);
    if (!trial) {
      content = reading.work.held.orElseGet(() -> "unknown " + ++unknown);
    }
  }

  private static NotApplied cause(ExecutionException e) {
    return switch (e.getCause()) {
      case NotApplied why -> why;
      case RuntimeException why -> throw why;
      case Error why -> throw why;
      case null, default -> throw new IllegalStateException("a checked exception", e);
    };
  }

  /// One run of a reading, which may be given up.
  private final class Reading extends FutureTask<SluiceConfig> {
    final Work work;

    Reading(ConfigSource from) {
      this(new Work(files), from);
    }

    private Reading(Work work, ConfigSource from) {
      super(() -> work.run(from));
      this.work = work;
    }

    NotApplied tooLong() {
      return new NotApplied(
          "reading %s has not ended within %d s: if it is a pipe or on a disk that is away, put a file there"
              .formatted(work.where(), most.toSeconds()));
    }
  }

  /// The work of a reading on its thread.
  private static final class Work {
    final Set<Path> knownFiles;
    final Set<Path> read = Collections.synchronizedSet(new LinkedHashSet<>());
    private volatile @Nullable Path at;

    /// The digest of what was read, where it was the same before and after.
    Optional<String> held = Optional.empty();

    Work(Set<Path> knownFiles) {
      this.knownFiles = knownFiles;
    }

    SluiceConfig run(ConfigSource source) throws NotApplied {
      String before = FileDigest.of(knownFiles);
      boolean whole = false;
      try {
        SluiceConfig config = source.load(this::reads);
        whole = true;
        return config;
      } finally {
        // What was not reached of a file that is wrong may be what is wrong with it.
        read.addAll(whole ? Set.of() : knownFiles);
        held = Optional.of(FileDigest.of(read)).filter(before::equals);
      }
    }

    private void reads(Path file) {
      at = file;
      read.add(file);
    }

    String where() {
      Path last = at;
      return last == null ? "the configuration" : last.toString();
    }
  }
}
