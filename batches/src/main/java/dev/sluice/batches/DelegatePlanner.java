package dev.sluice.batches;

import dev.sluice.batches.BatchRun.Source;
import dev.sluice.batches.Delegates.Prepared;
import dev.sluice.batches.delegate.Delegation;
import dev.sluice.batches.delegate.Part;
import dev.sluice.batches.delegate.RemoteBatches;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Divides the lines of a batch into parts that a provider takes, each of which is in memory while
/// it is sent, and writes their files.
///
/// @param from the lines; null where they cannot be read
/// @param most how many bytes the lines of a part have together; one line is always taken
record DelegatePlanner(Delegates delegates, Batch batch, @Nullable Source from, int most) {
  /// A part is held two times while it is sent, beside its client's other memory.
  static final int USUAL = 8 << 20;

  /// OpenAI's bound.
  private static final int MOST_LINES = 50_000;

  private static final int DIGITS = 9;

  /// What the provider's form of a line has besides the line.
  private static final int AROUND = 256;

  private Source source() throws IOException {
    Source lines = from;
    if (lines == null) {
      throw new IOException("the lines cannot be read any more");
    }
    return lines;
  }

  /// The delegation of all lines; empty where one of them is not to be run by the provider.
  Optional<Delegation> plan(String target, long now) throws IOException {
    List<Part> parts = new ArrayList<>();
    int first = 0;
    long bytes = 0;
    long worst = 0;
    int lines = source().index().count();
    for (int line = 0; line < lines; line++) {
      Optional<Prepared> prepared = prepared(target, line);
      if (prepared.isEmpty()) {
        return Optional.empty();
      }
      int length = prepared.get().body().length;
      if (line > first && (bytes + length > most || line - first == MOST_LINES)) {
        parts.add(Part.planned(first, line, worst, now));
        first = line;
        bytes = 0;
        worst = 0;
      }
      bytes += length;
      worst = Math.addExact(worst, prepared.get().worst());
    }
    parts.add(Part.planned(first, lines, worst, now));
    return Optional.of(new Delegation(target, parts));
  }

  private Optional<Prepared> prepared(String target, int line) throws IOException {
    return delegates.prepare(target, call(line, read(line)));
  }

  /// A line as it would be called here.
  LineCall call(int line, Line read) {
    return new LineCall(batch.order(), BatchIds.ofLine(batch.id(), line), read.body());
  }

  /// A line of the input.
  Line read(int line) throws IOException {
    Source lines = source();
    return Line.of(lines.input().read(lines.index().offset(line), lines.index().length(line)));
  }

  /// A line as it would be called here, but for its body, which cannot be read: that is empty.
  LineCall unread(int line) {
    return new LineCall(batch.order(), BatchIds.ofLine(batch.id(), line), new byte[0]);
  }

  /// How many bytes a line of the input has.
  int length(int line) throws IOException {
    return source().index().length(line);
  }

  /// How many bytes of memory sending a part takes: its lines as a file and in a request, and one
  /// line as it is read, prepared and written.
  long memory(Part part, ResultLog log) throws IOException {
    long longest = 0;
    for (int line = log.nextMissing(part.from());
        part.has(line);
        line = log.nextMissing(line + 1)) {
      longest = Math.max(longest, source().index().length(line));
    }
    return 2 * size(part, log) + 3 * longest;
  }

  /// How many bytes the file of a part has at most, but for a longer name of its model.
  private long size(Part part, ResultLog log) throws IOException {
    long size = 0;
    for (int line = log.nextMissing(part.from());
        part.has(line);
        line = log.nextMissing(line + 1)) {
      size += source().index().length(line) + AROUND;
    }
    return size;
  }

  /// The file of those lines of a part that have no result; empty where all have.
  byte[] file(Part part, String target, RemoteBatches to, ResultLog log) throws IOException {
    var file = new ByteArrayOutputStream((int) Math.min(Integer.MAX_VALUE, size(part, log)));
    for (int line = log.nextMissing(part.from());
        part.has(line);
        line = log.nextMissing(line + 1)) {
      Optional<Prepared> prepared = prepared(target, line);
      if (prepared.isPresent()) {
        file.writeBytes(
            to.line(name(part) + line, batch.order().endpoint(), prepared.get().body()));
      }
    }
    return file.toByteArray();
  }

  /// What the names of a part's lines begin with.
  private String name(Part part) {
    return part.mark(batch.id()) + "-";
  }

  /// The line of a part that a result names; -1 for none.
  int line(Part part, String said) {
    String name = name(part);
    if (!said.startsWith(name) || said.length() > name.length() + DIGITS) {
      return -1;
    }
    try {
      int line = Integer.parseInt(said, name.length(), said.length(), 10);
      return part.has(line) ? line : -1;
    } catch (NumberFormatException none) {
      return -1;
    }
  }
}
