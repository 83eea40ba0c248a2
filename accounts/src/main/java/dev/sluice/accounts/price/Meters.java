package dev.sluice.accounts.price;

import dev.sluice.call.Usage;
import dev.sluice.call.request.PricedExtras;

/// The counts of each [Meter] that a call has used. No token counts twice: the parts of the input
/// add up to the input, and those of the output to the output.
///
/// @param units what was taken of that by which whole operations are sold
public record Meters(
    long input,
    long cacheRead,
    long cacheWrite,
    long cacheWriteHour,
    long audioInput,
    long imageInput,
    long output,
    long audioOutput,
    long imageOutput,
    long requests,
    Units units) {
  /// The counts of a call that has used nothing.
  public static final Meters NONE = new Meters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Units.NONE);

  /// The counts of one question of so many tokens of text.
  public static Meters ofText(long input, long output) {
    return new Meters(input, 0, 0, 0, 0, 0, output, 0, 0, 1, Units.NONE);
  }

  /// The meters of a call's usage, with the units that it has taken; none of a call that has used
  /// nothing.
  ///
  /// @param request what its request asks for beside text
  public static Meters of(Usage usage, PricedExtras request) {
    Meters meters = of(usage);
    return meters.equals(NONE) ? NONE : meters.with(Units.of(request, usage.extras()));
  }

  /// The meters of a usage. What has used no tokens was a question where it has used anything else.
  /// Whatever a provider says, its parts take no more than the whole.
  public static Meters of(Usage usage) {
    boolean silent = usage.input() == 0 && usage.output() == 0;
    if (silent && usage.extras().uses().isEmpty()) {
      return NONE;
    }
    Usage.Parts parts = usage.parts();
    long left = usage.input();
    long read = Math.min(usage.cached(), left);
    left -= read;
    long hour = Math.min(parts.writtenHour(), left);
    left -= hour;
    long written = Math.min(parts.written(), left);
    left -= written;
    long heard = Math.min(parts.audioInput(), left);
    left -= heard;
    long saw = Math.min(parts.imageInput(), left);
    long spoke = Math.min(parts.audioOutput(), usage.output());
    long drew = Math.min(parts.imageOutput(), usage.output() - spoke);
    return new Meters(
        left - saw,
        read,
        written,
        hour,
        heard,
        saw,
        usage.output() - spoke - drew,
        spoke,
        drew,
        Math.max(1, usage.questions()),
        Units.NONE);
  }

  /// The same counts with other units.
  public Meters with(Units taken) {
    return taken.equals(units)
        ? this
        : new Meters(
            input,
            cacheRead,
            cacheWrite,
            cacheWriteHour,
            audioInput,
            imageInput,
            output,
            audioOutput,
            imageOutput,
            requests,
            taken);
  }

  /// The sum of these counts and others.
  public Meters and(Meters other) {
    return new Meters(
        input + other.input,
        cacheRead + other.cacheRead,
        cacheWrite + other.cacheWrite,
        cacheWriteHour + other.cacheWriteHour,
        audioInput + other.audioInput,
        imageInput + other.imageInput,
        output + other.output,
        audioOutput + other.audioOutput,
        imageOutput + other.imageOutput,
        requests + other.requests,
        units.and(other.units));
  }

  /// How many tokens were read, cached or not; the tier of a price goes by this.
  public long prompt() {
    return input + cacheRead + cacheWrite + cacheWriteHour + audioInput + imageInput;
  }

  /// How many tokens were written, of any kind.
  public long written() {
    return output + audioOutput + imageOutput;
  }

  /// The count of one meter.
  public long count(Meter meter) {
    return switch (meter) {
      case INPUT -> input;
      case CACHE_READ -> cacheRead;
      case CACHE_WRITE -> cacheWrite;
      case CACHE_WRITE_HOUR -> cacheWriteHour;
      case AUDIO_INPUT -> audioInput;
      case IMAGE_INPUT -> imageInput;
      case OUTPUT -> output;
      case AUDIO_OUTPUT -> audioOutput;
      case IMAGE_OUTPUT -> imageOutput;
      case REQUEST -> requests;
    };
  }
}
