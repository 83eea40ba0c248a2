package dev.sluice.batches;

import dev.sluice.batches.LogRecord.Kind;
import dev.sluice.batches.ResultFiles.ResultFile;
import dev.sluice.batches.ResultFiles.Role;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Writes the files of results of a batch whose lines have ended, in the order of its lines: those
/// with an answer in one, all others in the other. A file without lines is left out. What an
/// earlier process has finished stays; what it had begun was never there. So the files are the same
/// however often this begins.
///
/// @param files where they go
record Finisher(ResultFiles files) {
  private static final byte[] END = {'\n'};

  /// The bytes of a line without a result, about.
  private static final int MISSING = 512;

  /// Writes what is missing.
  ///
  /// @param batch that calls no more lines
  /// @return the batch with its files
  /// @throws IOException if something cannot be read or written
  Batch finish(Batch batch, BatchRun.Source source, ResultLog log)
      throws IOException, InterruptedException {
    Batch next = batch;
    if (next.results().output().isEmpty()) {
      next = write(next, Role.OUTPUT, source, log);
    }
    if (next.results().errors().isEmpty()) {
      next = write(next, Role.ERRORS, source, log);
    }
    return next;
  }

  private Batch write(Batch batch, Role which, BatchRun.Source source, ResultLog log)
      throws IOException, InterruptedException {
    int line = next(which, log, 0);
    if (line >= source.index().count()) {
      return batch;
    }
    try (ResultFile file = files.begin(batch, which, bytes(which, log))) {
      for (; line < source.index().count(); line = next(which, log, line + 1)) {
        append(file, log.isDone(line) ? log.read(line) : missing(batch, source, line));
      }
      return file.commit();
    }
  }

  private static void append(ResultFile file, byte[] result)
      throws IOException, InterruptedException {
    file.write(ByteBuffer.wrap(result));
    file.write(ByteBuffer.wrap(END));
  }

  private static int next(Role which, ResultLog log, int from) {
    int line = from;
    while (line < log.lines() && !isFor(which, log, line)) {
      line++;
    }
    return line;
  }

  /// How many bytes a file will have, about.
  private static long bytes(Role which, ResultLog log) {
    long bytes = 0;
    for (int line = next(which, log, 0); line < log.lines(); line = next(which, log, line + 1)) {
      bytes += log.isDone(line) ? log.length(line) : MISSING;
    }
    return bytes;
  }

  private static boolean isFor(Role which, ResultLog log, int line) {
    boolean good = log.isDone(line) && log.kind(line) == Kind.ANSWERED;
    return good == (which == Role.OUTPUT);
  }

  private static byte[] missing(Batch batch, BatchRun.Source source, int line) throws IOException {
    LineIndex index = source.index();
    Line read = Line.of(source.input().read(index.offset(line), index.length(line)));
    return ResultLine.missing(BatchIds.ofLine(batch.id(), line), read.customId(), batch.ending());
  }

  /// The counts of a batch whose lines have ended: what has no answer has failed.
  static LineCounts counts(ResultLog log) {
    int completed = log.counts().completed();
    int uncalled = log.lines() - completed - log.counts().failed();
    return new LineCounts(log.lines(), completed, log.lines() - completed, uncalled);
  }
}
