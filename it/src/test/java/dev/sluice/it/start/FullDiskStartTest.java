package dev.sluice.it.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.LongForm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A disk that fills during a start: whatever there is room for, the start ends with a word that
/// says so, and leaves nothing that keeps the next one from serving.
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@EnabledOnOs(OS.LINUX)
class FullDiskStartTest {
  /// At `$1` a disk of its own, on which a file leaves as many KiB as the numbers behind the
  /// command say, one after the other. After each start the file goes, and at the end the command
  /// is executed with all of the disk.
  private static final String SHRINKING =
      """
      data=$1 size=65536 rooms=$2
      shift 2
      mount -t tmpfs -o size="${size}k" none "$data"
      for room in $rooms; do
        head -c $(((size - room) * 1024)) /dev/zero >"$data/filler"
        code=0
        "$@" || code=$?
        echo "ended with $room: $code"
        rm "$data/filler"
      done
      """;

  private static final String ENDED = "ended with ";

  /// The journal is the last that takes room.
  private static final int JOURNAL = 2_000;

  private static final int STARTS = LongForm.rounds(3, 100);

  @TempDir private Path folder;

  @Test
  void it_is_told_and_leaves_nothing_that_keeps_the_next_start_from_serving() throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    Path config =
        ServeProcess.config(
            folder,
            """
            providers: {local: {type: vllm, url: "http://127.0.0.1:9"}}
            store: {path: "%s"}
            """
                .formatted(data));
    int[] rooms = IntStream.range(0, STARTS).map(i -> i * JOURNAL / STARTS).toArray();
    String all = String.join(" ", IntStream.of(rooms).mapToObj(Integer::toString).toList());
    List<String> around = OwnMounts.script(SHRINKING, data.toString(), all);
    try (var serve = ServeProcess.start(folder, around, List.of(), config)) {
      for (int room : rooms) {
        String code = serve.line(line -> line.startsWith(ENDED)).orElseThrow();
        assertThat(code).as(serve.err()).isEqualTo(ENDED + room + ": " + ServeProcess.CANNOT_START);
      }
      assertThat(serve.ready()).as(serve.err()).isPresent();
      serve.signal();
      assertThat(serve.end()).isEqualTo(ServeProcess.DONE);
      assertThat(serve.err().lines().limit(rooms.length))
          .allMatch(
              line -> line.startsWith("sluice: the ") && line.contains(" has no room: free some"));
    }
  }
}
