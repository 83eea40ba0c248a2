package dev.sluice.batches;

import dev.sluice.call.text.Printable;
import java.util.Optional;

/// What the lines of a batch must be.
///
/// @param endpoint the path of all lines
/// @param mostLines how many there may be
/// @param largest how many bytes a line may have
/// @param models says what is wrong with a model for the key of the batch
public record LineRules(String endpoint, int mostLines, int largest, Models models) {
  /// How many bytes a line has at most, whatever is configured: it is held whole a few times.
  public static final int LONGEST = 10 << 20;

  private static final int SHOWN = 100;

  /// A client's word as errors show it: on one line, and cut where it is long.
  public static String shown(String text) {
    String line = Printable.line(text, '?');
    return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...";
  }

  /// Knows the models that a key may call.
  @FunctionalInterface
  public interface Models {
    /// What is wrong with a name, in words; empty for nothing. May wait.
    Optional<String> fault(String model) throws InterruptedException;
  }
}
