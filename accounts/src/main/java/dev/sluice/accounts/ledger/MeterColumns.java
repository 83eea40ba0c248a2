package dev.sluice.accounts.ledger;

import dev.sluice.accounts.price.Meter;
import dev.sluice.accounts.price.Meters;
import dev.sluice.accounts.price.Units;
import dev.sluice.accounts.store.Sql.Row;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// The columns of meters, which the tables of sums share, in the order of [Meter].
final class MeterColumns {
  /// The names of the columns.
  static final List<String> NAMES = Arrays.stream(Meter.values()).map(MeterColumns::name).toList();

  /// The names of the columns, divided by commas.
  public static final String LIST = String.join(", ", NAMES);

  private MeterColumns() {}

  private static String name(Meter meter) {
    return switch (meter) {
      case INPUT -> "input";
      case CACHE_READ -> "cached";
      case CACHE_WRITE -> "written_5m";
      case CACHE_WRITE_HOUR -> "written_1h";
      case AUDIO_INPUT -> "audio_input";
      case IMAGE_INPUT -> "image_input";
      case OUTPUT -> "output";
      case AUDIO_OUTPUT -> "audio_output";
      case IMAGE_OUTPUT -> "image_output";
      case REQUEST -> "requests";
    };
  }

  /// The columns of a query that sums the counts up.
  public static String sums() {
    return NAMES.stream()
        .map(name -> "sum(" + name + ") as " + name)
        .collect(Collectors.joining(", "));
  }

  /// Reads the counts of a row.
  public static Meters of(Row row) {
    return new Meters(
        row.number("input"),
        row.number("cached"),
        row.number("written_5m"),
        row.number("written_1h"),
        row.number("audio_input"),
        row.number("image_input"),
        row.number("output"),
        row.number("audio_output"),
        row.number("image_output"),
        row.number("requests"),
        Units.NONE);
  }
}
