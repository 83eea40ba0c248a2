package dev.sluice.cli.console;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How large the terminal is.
///
/// @param columns at least [#LEAST_COLUMNS]
/// @param rows at least [#LEAST_ROWS]
public record TerminalSize(int columns, int rows) {
  /// What is taken for granted where the terminal does not say.
  public static final TerminalSize USUAL = new TerminalSize(80, 24);

  private static final int LEAST_COLUMNS = 40;
  private static final int LEAST_ROWS = 4;
  private static final Pattern SAID = Pattern.compile("(\\d{1,4}) (\\d{1,4})\\s*");

  public TerminalSize {
    columns = Math.max(columns, LEAST_COLUMNS);
    rows = Math.max(rows, LEAST_ROWS);
  }

  /// Asks the terminal: Java has no way to.
  public static TerminalSize ask() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return of(new String(stty.getInputStream().readAllBytes(), US_ASCII));
    } catch (IOException e) {
      return USUAL;
    }
  }

  /// Reads the output of `stty size`: rows, then columns; zeros where they are not known.
  public static TerminalSize of(String said) {
    Matcher found = SAID.matcher(said);
    if (!found.matches()) {
      return USUAL;
    }
    int rows = Integer.parseInt(found.group(1));
    int columns = Integer.parseInt(found.group(2));
    return rows == 0 || columns == 0 ? USUAL : new TerminalSize(columns, rows);
  }
}
