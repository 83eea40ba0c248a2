package dev.sluice.batches;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.batches.BatchRun.Source;
import dev.sluice.batches.BatchRun.Step;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.json.JsonReader.NotJsonException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// A batch in virtual time, on a disk in memory.
final class RunRig {
  static final String ID = "batch_0000000000000000000000";
  static final long DAY = Duration.ofHours(24).toNanos();

  final MemoryLogs logs = new MemoryLogs();
  final PlayedCaller caller = new PlayedCaller();
  final MemoryInput input;
  final int lines;
  final Source source;
  int waiting = 8;
  int running = 8;
  long mostBytes = RunRules.USUAL.mostBytes();
  int longestResult = RunRules.USUAL.longestResult();
  long expires = DAY;
  long epoch = 1;
  boolean owns = true;
  boolean hasRoom = true;
  ResultLog log;
  BatchRun run;
  private boolean isWoken;

  final RunGuard guard =
      new RunGuard() {
        @Override
        public boolean owns() {
          return owns;
        }

        @Override
        public boolean hasRoom() {
          return hasRoom;
        }
      };

  RunRig(int lines) throws IOException, InterruptedException {
    this.lines = lines;
    this.input = MemoryInput.ofLines(lines);
    this.source = new Source(input, Lines.index(input));
    this.log = ResultLog.open(logs, epoch, lines, LogSeal.NONE);
    this.run = run();
  }

  static Batch batch() {
    var order = new BatchOrder("team", "key", "/v1/embeddings", "file-1", 0, Map.of(), Map.of());
    return Batch.made(ID, order, BatchTimes.from(0, 1_000));
  }

  /// Begins to run what is missing, as another process does.
  void begin() throws IOException {
    log = ResultLog.open(logs, epoch, lines, LogSeal.NONE);
    run = run();
  }

  private BatchRun run() {
    var pacing = new Pacing(waiting, running, new SplittableRandom(7));
    var parts =
        new BatchRun.Parts(
            caller, new RunRules(mostBytes, longestResult), pacing, BatchListener.NONE, guard);
    return new BatchRun(batch(), source, log, parts, expires, () -> isWoken = true);
  }

  /// Goes on until the run ends, or for so long.
  ///
  /// @return the last step
  Step go(Duration most) {
    long until = caller.now + most.toNanos();
    Step step = run.step(caller.now);
    while (step instanceof Step.Wait(long due) && caller.now < until) {
      if (!isWoken) {
        long next = Math.min(until, caller.next(Math.max(due, caller.now + 1)));
        caller.advanceTo(next);
      }
      isWoken = false;
      step = run.step(caller.now);
    }
    return step;
  }

  Step go() {
    return go(Duration.ofDays(3));
  }

  /// The lines of the files of results, as a finisher writes them.
  Written finish(Ending why) throws IOException, InterruptedException {
    var files = new MemoryFiles();
    Batch ended = batch().next(new BatchEvent.Validated(lines), 1);
    ended = ended.next(new BatchEvent.LinesEnded(why), 2);
    Batch _ = new Finisher(files).finish(ended, source, log);
    return new Written(files.output, files.errors);
  }

  record Written(List<String> output, List<String> errors) {
    List<String> all() {
      var all = new ArrayList<>(output);
      all.addAll(errors);
      return all.stream().map(Written::customId).toList();
    }

    static String customId(String line) {
      try {
        String id =
            JsonReader.WHOLE.read(line.getBytes(UTF_8), HeapMeter.unbounded()).string("custom_id");
        return id == null ? "" : id;
      } catch (NotJsonException e) {
        throw new AssertionError("no JSON: " + line, e);
      }
    }
  }

  /// Files of results in memory.
  static final class MemoryFiles implements ResultFiles {
    final List<String> output = new ArrayList<>();
    final List<String> errors = new ArrayList<>();

    /// How many steps go well before one fails.
    int steps = Integer.MAX_VALUE;

    private void step() throws IOException {
      if (steps-- == 0) {
        throw new IOException("killed");
      }
    }

    @Override
    public ResultFile begin(Batch batch, Role which, long bytes) throws IOException {
      step();
      var text = new StringBuilder();
      return new ResultFile() {
        @Override
        public void write(ByteBuffer bytes) throws IOException {
          step();
          text.append(UTF_8.decode(bytes));
        }

        @Override
        public Batch commit() throws IOException {
          step();
          List<String> to = which == Role.OUTPUT ? output : errors;
          if (!to.isEmpty()) {
            throw new AssertionError(which + " is written twice");
          }
          to.addAll(text.toString().lines().toList());
          return batch.next(new BatchEvent.Filed(which, "file-" + which), 3);
        }

        @Override
        public void close() {}
      };
    }
  }
}
