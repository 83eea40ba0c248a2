package dev.sluice.server.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.call.CredentialChange;
import dev.sluice.call.Failed;
import dev.sluice.call.runtime.Clock;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// A log that cannot be written.
class LostLinesTest {
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final Logger logger = Logger.getLogger("dev.sluice.log");
  private final Handler ear =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          said.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    logger.addHandler(ear);
  }

  @AfterEach
  void stop() {
    logger.removeHandler(ear);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void lines_for_a_full_disk_are_counted_and_one_line_says_so() throws Exception {
    try (var full = new FileOutputStream("/dev/full");
        var lines = new LineQueue("call log", full, 100)) {
      for (int i = 1; i <= 3; i++) {
        lines.add(line(i));
        long lost = i;
        await().until(() -> lines.dropped() == lost);
      }
    }
    assertThat(said).hasSize(1).first().asString().contains("cannot be written", "No space left");
  }

  @Test
  void a_log_that_can_be_written_again_goes_on_with_whole_lines() throws Exception {
    var disk = new Disk();
    try (var lines = new LineQueue("call log", disk, 100)) {
      lines.add(line(1));
      await().until(() -> disk.text().equals("line 1\n"));
      disk.room = 3;
      lines.add(line(2));
      await().until(() -> lines.dropped() == 1);
      disk.room = Integer.MAX_VALUE;
      lines.add(line(3));
      await().until(() -> disk.text().endsWith("line 3\n"));
    }
    assertThat(disk.text()).isEqualTo("line 1\nlin\nline 3\n");
    assertThat(said)
        .hasSize(2)
        .last()
        .asString()
        .isEqualTo("the call log is written again; lines that were lost: 1");
  }

  @Test
  void each_log_is_called_by_its_name() throws Exception {
    var disk = new Disk();
    disk.room = 0;
    var change =
        new CredentialChange("p", 1, 1, Optional.empty(), Optional.of(new Failed.Exhausted("m")));
    try (var notices = new NoticeLog(disk, Clock.SYSTEM)) {
      notices.credentialChanged(change);
      await().until(() -> notices.dropped() == 1);
    }
    assertThat(said).hasSize(1).first().asString().startsWith("the notice log cannot be written");
    assertThat(disk.writer).isEqualTo("sluice-notice-log");
  }

  private static LineBuffer line(int number) {
    return new LineBuffer().ascii("line ").number(number).ascii("\n");
  }

  /// A disk that takes so many bytes more.
  private static final class Disk extends OutputStream {
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private volatile int room = Integer.MAX_VALUE;

    /// The name of the thread that has written last.
    private volatile String writer = "";

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) throws IOException {
      writer = Thread.currentThread().getName();
      taken.write(bytes, from, Math.min(room, length));
      if (length > room) {
        throw new IOException("No space left on device");
      }
    }

    synchronized String text() {
      return taken.toString(UTF_8);
    }
  }
}
