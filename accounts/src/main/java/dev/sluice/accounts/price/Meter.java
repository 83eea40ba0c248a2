package dev.sluice.accounts.price;

import java.util.Arrays;
import java.util.Optional;

/// A thing that has a price. No token is counted by two meters.
public enum Meter {
  /// Text that was read and was in no cache.
  INPUT("input"),
  /// Input that the provider had in its cache.
  CACHE_READ("cache_read"),
  /// Input that was written to a cache which lives for five minutes, or does not say how long.
  CACHE_WRITE("cache_write"),
  /// Input that was written to a cache which lives for an hour.
  CACHE_WRITE_HOUR("cache_write_1h"),
  /// Sound that was read.
  AUDIO_INPUT("audio_input"),
  /// Pictures that were read.
  IMAGE_INPUT("image_input"),
  /// Text that was written, thoughts included.
  OUTPUT("output"),
  /// Sound that was written.
  AUDIO_OUTPUT("audio_output"),
  /// Pictures that were written.
  IMAGE_OUTPUT("image_output"),
  /// One question, whatever it uses.
  REQUEST("request");

  private final String word;

  Meter(String word) {
    this.word = word;
  }

  /// The name of the meter in tables and configurations.
  public String word() {
    return word;
  }

  /// Whether the meter counts tokens, so that its price is told for a million of them; else for a
  /// thousand requests.
  public boolean countsTokens() {
    return this != REQUEST;
  }

  /// The meter whose price counts where this one has none; empty where it then costs nothing.
  Optional<Meter> fallback() {
    return switch (this) {
      case INPUT, OUTPUT, REQUEST -> Optional.empty();
      case CACHE_READ, CACHE_WRITE, AUDIO_INPUT, IMAGE_INPUT -> Optional.of(INPUT);
      case CACHE_WRITE_HOUR -> Optional.of(CACHE_WRITE);
      case AUDIO_OUTPUT, IMAGE_OUTPUT -> Optional.of(OUTPUT);
    };
  }

  /// Finds the meter of this name.
  public static Optional<Meter> of(String word) {
    return Arrays.stream(values()).filter(meter -> meter.word.equals(word)).findFirst();
  }
}
