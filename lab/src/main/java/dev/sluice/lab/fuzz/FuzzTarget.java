package dev.sluice.lab.fuzz;

import java.util.Locale;

/// The targets that can be fuzzed. Each target is a function of bytes that returns where everything
/// is well, and keeps nothing.
public enum FuzzTarget {
  DECODER,
  REQUEST,
  WALKER,
  EVENTS,
  ASSEMBLER,
  CLASSIFIER,
  CONFIGURATION;

  /// The system property that names the target in a fuzzing JVM.
  static final String PROPERTY = "sluice.fuzz.target";

  /// Returns the target that this JVM fuzzes.
  static FuzzTarget own() {
    return valueOf(System.getProperty(PROPERTY, "").toUpperCase(Locale.ROOT));
  }

  /// Runs the target on one input.
  ///
  /// @throws RuntimeException where something does not hold that must
  public void run(byte[] input) {
    switch (this) {
      case DECODER -> DecoderFuzz.run(input);
      case REQUEST -> RequestFuzz.run(input);
      case WALKER -> WalkerFuzz.run(input);
      case EVENTS -> EventsFuzz.run(input);
      case ASSEMBLER -> AssemblerFuzz.run(input);
      case CLASSIFIER -> ClassifierFuzz.run(input);
      case CONFIGURATION -> ConfigurationFuzz.run(input);
    }
  }

  /// Returns the name of the folder with the target's corpus.
  public String folder() {
    return name().toLowerCase(Locale.ROOT);
  }
}
