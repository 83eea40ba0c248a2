package dev.sluice.lab.trace;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Reads traces: comma-separated, the first line names the columns, lines that begin with `#` are
/// remarks. Rows need not be in order.
public final class TraceFile {
  private static final String REMARK = "#";

  private final String file;
  private final Heading heading;

  private TraceFile(String file, Heading heading) {
    this.file = file;
    this.heading = heading;
  }

  /// Reads a file; its name without the ending becomes the trace's.
  ///
  /// @throws TraceException if it cannot be read, or a row makes no sense
  public static Trace read(Path path) {
    Path last = path.getFileName();
    String name = last == null ? path.toString() : last.toString().replaceFirst("\\.[^.]*$", "");
    return parse(name, path.toString(), lines(path));
  }

  static Trace parse(String name, String file, List<String> lines) {
    TraceFile reader = null;
    var rows = new ArrayList<Arrival>(lines.size());
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.isBlank() || line.startsWith(REMARK)) {
        continue;
      }
      if (reader == null) {
        reader = new TraceFile(file, Heading.of(line, file, i + 1));
      } else {
        rows.add(reader.row(line, i + 1));
      }
    }
    if (reader == null) {
      throw new TraceException(file + " is empty; its first line must name its columns");
    }
    rows.sort(Comparator.comparingLong(Arrival::at));
    long first = rows.isEmpty() ? 0 : rows.getFirst().at();
    return new Trace(name, rows.stream().map(row -> since(first, row)).toList());
  }

  private static Arrival since(long first, Arrival row) {
    return new Arrival(row.at() - first, row.input(), row.output());
  }

  private static List<String> lines(Path path) {
    try {
      return Files.readAllLines(path);
    } catch (NoSuchFileException e) {
      throw new TraceException("there is no file " + path);
    } catch (MalformedInputException e) {
      throw new TraceException(path + " is not UTF-8 text");
    } catch (IOException e) {
      throw new TraceException("cannot read " + path + ": " + e.getMessage());
    }
  }

  private Arrival row(String line, int number) {
    String[] cells = line.split(",", -1);
    if (cells.length != heading.width()) {
      throw new TraceException(
          "%s:%d: the row has %d columns, the first line names %d"
              .formatted(file, number, cells.length, heading.width()));
    }
    return new Arrival(
        instant(cells[heading.time()].strip(), number),
        tokens(Heading.INPUT, cells[heading.input()].strip(), number),
        tokens(Heading.OUTPUT, cells[heading.output()].strip(), number));
  }

  private long instant(String cell, int number) {
    return TraceInstants.nanos(cell)
        .orElseThrow(
            () ->
                wrong(
                    number,
                    Heading.TIME,
                    cell,
                    "no instant; write 2023-11-16 18:15:46.68, or seconds"));
  }

  private long tokens(String column, String cell, int number) {
    boolean digits =
        !cell.isEmpty() && cell.length() < 10 && cell.chars().allMatch(Character::isDigit);
    if (!digits) {
      throw wrong(number, column, cell, "no number of tokens; write 0 to 999999999");
    }
    return Long.parseLong(cell);
  }

  private TraceException wrong(int number, String column, String cell, String why) {
    return new TraceException("%s:%d: %s: `%s` is %s".formatted(file, number, column, cell, why));
  }
}
