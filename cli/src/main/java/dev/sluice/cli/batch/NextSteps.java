package dev.sluice.cli.batch;

import java.io.PrintStream;
import java.util.regex.Pattern;

/// Says how a batch goes on whose run has ended before it.
///
/// @param url of the API that has it; empty for a gateway of its own, which rests
/// @param options that name the same API once more
record NextSteps(PrintStream out, ResultPaths paths, String url, String options) {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@%+,-]+");

  /// A word as a shell takes it.
  static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /// Says it.
  void tell(String batch) {
    out.println(
        url.isEmpty()
            ? "%s rests in %s. To go on with it:".formatted(batch, paths.folder())
            : "%s goes on at %s. To follow it, and to fetch its results:".formatted(batch, url));
    out.println(
        "  ./sluice batch run --resume %s --out %s%s"
            .formatted(quoted(batch), quoted(paths.answers().toString()), options));
    if (!url.isEmpty()) {
      out.println("To end it:");
      out.println("  ./sluice batch cancel %s%s".formatted(quoted(batch), options));
    }
    out.flush();
  }
}
