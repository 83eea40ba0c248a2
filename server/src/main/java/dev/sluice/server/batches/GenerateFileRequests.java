package dev.sluice.server.batches;

import dev.sluice.api.ApiError;
import dev.sluice.api.Json;
import dev.sluice.batches.LineRules;
import dev.sluice.dialect.json.JsonFlaw;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonScanner;
import dev.sluice.dialect.json.JsonSelector;
import dev.sluice.server.edge.ResourceFault;
import dev.sluice.server.edge.ResourceFaults;
import java.nio.ByteBuffer;
import java.util.Map;

/// The requests of a file of lines in Gemini's form, each written as a line of an input. For one
/// thread.
///
/// ```text
/// {"key": "a", "request": {...}}
/// ```
final class GenerateFileRequests
    implements RequestLines, JsonScanner.Listener<GenerateFileRequests.Found, ResourceFault> {
  private static final JsonSelector<Found> LINE =
      JsonSelector.objectTold(
              Found.LINE,
              Map.of(
                  "key",
                  JsonSelector.kept(Found.KEY),
                  "request",
                  JsonSelector.reported(Found.REQUEST)))
          .unique();

  private final InputLines lines;
  private JsonScanner<Found, ResourceFault> scanner = new JsonScanner<>(LINE, this);

  /// Where the line begins in the file, and the next piece.
  private long lineStart;

  private long at;
  private int number = 1;
  private boolean blank = true;

  /// Of the line that is read.
  private long begin;

  private long end;
  private String key = "";

  /// What is looked at.
  enum Found {
    LINE,
    KEY,
    REQUEST
  }

  /// @param endpoint the path of all lines
  /// @param mostLines how many requests there may be
  /// @param largest how many bytes a line may have
  GenerateFileRequests(String endpoint, int mostLines, int largest) {
    this.lines = new InputLines(endpoint, mostLines, largest);
  }

  @Override
  public ByteBuffer feed(byte[] piece, int length) throws ResourceFault {
    lines.keep(piece, 0, length);
    int from = 0;
    for (int i = 0; i < length; i++) {
      if (piece[i] == '\n') {
        scan(piece, from, i);
        endLine(at + i + 1);
        from = i + 1;
      } else if (piece[i] != ' ' && piece[i] != '\t' && piece[i] != '\r') {
        blank = false;
      }
    }
    scan(piece, from, length);
    at += length;
    return lines.take();
  }

  private void scan(byte[] piece, int from, int to) throws ResourceFault {
    if (!blank && to > from) {
      scanner.feed(piece, from, to);
    } else {
      lineStart += to - from;
    }
  }

  private void endLine(long next) throws ResourceFault {
    if (!blank) {
      addLine(next);
    }
    lineStart = next;
    number++;
    blank = true;
    end = 0;
    key = "";
  }

  private void addLine(long next) throws ResourceFault {
    scanner.finish();
    if (end == 0) {
      throw ResourceFaults.missing(path("request"), "say what the model would be sent");
    }
    String customId = Json.string(GenerateLine.customId(lines.count(), key));
    lines.add(customId, lineStart + begin, lineStart + end, next);
    scanner = new JsonScanner<>(LINE, this);
  }

  @Override
  public void finish() throws ResourceFault {
    endLine(at);
    if (lines.count() == 0) {
      throw ResourceFaults.invalid("batch.input_config.file_name", "is a file without requests");
    }
  }

  /// The lines that the end has brought.
  ByteBuffer last() {
    return lines.take();
  }

  @Override
  public int count() {
    return lines.count();
  }

  @Override
  public long held() {
    return lines.held() + scanner.capacity();
  }

  @Override
  public void found(Found what, JsonScanner<Found, ResourceFault> of) throws ResourceFault {
    switch (what) {
      case LINE -> {}
      case KEY -> key = key(of);
      case REQUEST -> {
        require(of.kind() == JsonKind.OBJECT, path("request"), "must be an object");
        begin = of.start();
        end = of.end();
      }
    }
  }

  private String key(JsonScanner<Found, ResourceFault> of) throws ResourceFault {
    boolean fits = of.kind() == JsonKind.STRING && of.end() - of.start() <= GenerateLine.MOST;
    require(fits, path("key"), GenerateLine.LONG + ", a text");
    return of.raw();
  }

  @Override
  public void unknown(String what, JsonScanner<Found, ResourceFault> of) throws ResourceFault {
    throw ResourceFaults.invalid(path(LineRules.shown(what)), "is not known: leave it out");
  }

  @Override
  public ResourceFault refused(JsonFlaw flaw, long position, JsonScanner<Found, ResourceFault> of) {
    return new ResourceFault(
        ApiError.request(
            400,
            "invalid_json",
            "line %d of the file is no JSON that is taken here, at byte %d: %s"
                .formatted(number, position, flaw.what())));
  }

  private String path(String member) {
    return "line " + number + ": " + member;
  }

  private static void require(boolean fits, String path, String what) throws ResourceFault {
    if (!fits) {
      throw ResourceFaults.invalid(path, what);
    }
  }
}
