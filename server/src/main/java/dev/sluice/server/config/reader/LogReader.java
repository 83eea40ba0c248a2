package dev.sluice.server.config.reader;

import dev.sluice.server.config.LogConfig;
import dev.sluice.server.config.LogConfig.Calls;
import dev.sluice.server.config.LogConfig.Level;
import dev.sluice.server.config.value.Types;
import dev.sluice.server.config.yaml.Section;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// Reads `log`.
final class LogReader {
  private LogReader() {}

  static LogConfig read(Section in) {
    LogConfig standard = LogConfig.defaults();
    return new LogConfig(
        in.get("calls", Types.oneOf(words(Calls.values())), standard.calls()),
        in.get("level", Types.oneOf(words(Level.values())), standard.level()));
  }

  private static <E extends Enum<E>> Map<String, E> words(E[] values) {
    var words = new LinkedHashMap<String, E>();
    Stream.of(values).forEach(value -> words.put(value.name().toLowerCase(Locale.ROOT), value));
    return words;
  }
}
