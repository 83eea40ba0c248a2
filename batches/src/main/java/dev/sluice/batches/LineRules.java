package dev.sluice.batches;

import java.util.Optional;

/// What the lines of a batch must be.
///
/// @param endpoint the path of all lines
/// @param mostLines how many there may be
/// @param largest how many bytes a line may have
/// @param models says what is wrong with a model for the key of the batch
public record LineRules(String endpoint, int mostLines, int largest, Models models) {

  /// Knows the models that a key may call.
  @FunctionalInterface
  public interface Models {
    /// What is wrong with a name, in words; empty for nothing. May wait.
    Optional<String> fault(String model) throws InterruptedException;
  }
}
