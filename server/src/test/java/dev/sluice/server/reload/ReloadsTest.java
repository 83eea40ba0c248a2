package dev.sluice.server.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.config.GatewayConfig;
import dev.sluice.report.ReportConfig;
import dev.sluice.server.config.AdminConfig;
import dev.sluice.server.config.LogConfig;
import dev.sluice.server.config.MoneyConfig;
import dev.sluice.server.config.OtelConfig;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.config.SluiceConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Reloads of a source that waits, fails or changes as a test says.
class ReloadsTest {
  private static final Duration AT_MOST = Duration.ofSeconds(20);

  @TempDir private Path folder;

  private final List<ReloadResult> told = new ArrayList<>();
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicInteger logs = new AtomicInteger();
  private Reloads reloads = reloads(reads -> config(false), Duration.ofMinutes(1), false);

  @AfterEach
  void close() {
    reloads.close();
  }

  /// @param watch tells configurations apart
  private static SluiceConfig config(boolean watch) {
    return new SluiceConfig(
        ServerConfig.defaults(),
        AdminConfig.defaults(),
        new GatewayConfig(List.of(), List.of(), false),
        ReportConfig.defaults(),
        LogConfig.defaults(),
        OtelConfig.defaults(),
        watch,
        Optional.empty(),
        MoneyConfig.defaults(),
        List.of(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  private Reloads reloads(ConfigSource source, Duration most, boolean watch) {
    var taker =
        new Reloads.Taker() {
          @Override
          public List<String> take(SluiceConfig before, SluiceConfig next, boolean dry) {
            taken.incrementAndGet();
            return List.of();
          }

          @Override
          public long revision() {
            return 1L + taken.get();
          }
        };
    Reloads.Log log =
        (_, result) -> {
          told.add(result);
          if (logs.getAndIncrement() == 0 && watch) {
            throw new IllegalStateException("the log is broken");
          }
        };
    return new Reloads(
        new ConfigReader(source, most), config(watch), taker, log, System::currentTimeMillis);
  }

  @Test
  @Timeout(60)
  void a_file_that_is_waited_for_holds_no_reload_for_ever() throws InterruptedException {
    var written = new CountDownLatch(1);
    ConfigSource pipe =
        reads -> {
          reads.accept(Path.of("/run/pipe"));
          pass(written);
          return config(true);
        };
    reloads = reloads(pipe, Duration.ofMillis(20), false);
    ReloadResult first = reloads.reload("test", false);
    assertThat(first.problems()).singleElement().asString().contains("reading /run/pipe has not");
    assertThat(reloads.reload("test", false).problems()).isEqualTo(first.problems());
    assertThat(reloads.failures()).isEqualTo(2);
    assertThat(taken).hasValue(0);
    written.countDown();
    await().until(() -> reloads.reload("test", false).ok());
    assertThat(taken).hasValue(1);
  }

  private static void pass(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void an_error_is_a_refusal_and_the_next_reload_goes_on() {
    var broken = new AtomicInteger(1);
    ConfigSource source =
        _ -> {
          if (broken.getAndDecrement() > 0) {
            throw new StackOverflowError();
          }
          return config(true);
        };
    reloads = reloads(source, Duration.ofMinutes(1), false);
    assertThat(reloads.reload("test", false).problems())
        .containsExactly("a bug: java.lang.StackOverflowError");
    assertThat(reloads.reload("test", false).ok()).isTrue();
  }

  @Test
  void a_watch_goes_on_after_whatever_has_gone_wrong() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "a");
    ConfigSource source =
        reads -> {
          reads.accept(file);
          throw new NotApplied("never");
        };
    reloads = reloads(source, Duration.ofMinutes(1), true);
    reloads.start();
    await().atMost(AT_MOST).until(() -> logs.get() >= 1);
    await().atMost(AT_MOST).until(() -> reloads.failures() > 1);
  }

  @Test
  void a_watch_tells_of_a_bad_content_that_a_request_has_read_no_second_time() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "bad");
    var looked = new AtomicInteger();
    ConfigReader reader =
        new ConfigReader(
            reads -> {
              reads.accept(file);
              throw new NotApplied("bad");
            },
            Duration.ofMinutes(1));
    for (int i = 0; i < 2; i++) {
      refused(reader);
    }
    var watch = new FileWatch(reader::files, reader::content, looked::incrementAndGet);
    for (int i = 0; i < 4; i++) {
      watch.look();
    }
    assertThat(looked).hasValue(0);
    Files.writeString(file, "worse");
    watch.look();
    watch.look();
    assertThat(looked).hasValue(1);
  }

  private static void refused(ConfigReader reader) {
    try {
      SluiceConfig config = reader.read(false);
      throw new AssertionError("was read: " + config);
    } catch (NotApplied e) {
      assertThat(e).hasMessage("bad");
    }
  }

  @Test
  void what_changes_while_it_is_read_is_not_held_as_read() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "a");
    var reader =
        new ConfigReader(
            reads -> {
              reads.accept(file);
              write(file, Files.exists(folder.resolve("steady")) ? "b" : "c");
              return config(true);
            },
            Duration.ofMinutes(1));
    SluiceConfig _ = reader.read(false);
    write(file, "a");
    SluiceConfig _ = reader.read(false);
    assertThat(reader.content()).startsWith("unknown");
    Files.createFile(folder.resolve("steady"));
    write(file, "b");
    SluiceConfig _ = reader.read(true);
    assertThat(reader.content()).startsWith("unknown");
    SluiceConfig _ = reader.read(false);
    assertThat(reader.content()).isEqualTo(FileDigest.of(reader.files()));
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void nothing_is_watched_before_the_gateway_can_take_anything() {
    reloads = reloads(_ -> config(true), Duration.ofMinutes(1), true);
    assertThat(reloads.isWatching()).isFalse();
    reloads.start();
    assertThat(reloads.isWatching()).isTrue();
  }
}
