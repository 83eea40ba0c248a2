package dev.sluice.dialect.rule;

import dev.sluice.dialect.hub.Settings.Extra;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The parts of a request that do not reach the target, by path. In strict mode nothing may be
/// lost.
///
/// Belongs to one thread.
public final class Losses {
  /// A setting that clients' dialects name differently.
  public enum Setting {
    MAX_OUTPUT,
    STOP,
    EFFORT,
    END_USER,
    MESSAGES,
    TEMPERATURE,
    TOP_P,
    TOP_K,
    SERVICE_TIER,
    TOOL_CHOICE,
    PARALLEL_TOOL_CALLS
  }

  /// The most paths that are told; no header has room for more.
  public static final int TOLD_MAX = 512;

  private final boolean strict;
  private final Map<Setting, String> names;
  private final Set<String> dropped = new LinkedHashSet<>();

  /// The losses of one request.
  ///
  /// @param names the names that the settings have in the client's dialect
  public Losses(boolean strict, Map<Setting, String> names) {
    this.strict = strict;
    this.names = names;
  }

  /// The client's name of a setting.
  public String path(Setting setting) {
    return names.getOrDefault(setting, setting.name().toLowerCase(Locale.ROOT));
  }

  /// Notes that a property is dropped.
  ///
  /// @throws Untranslatable in strict mode
  public void drop(String path, String why) {
    if (strict) {
      throw new Untranslatable(path, why + " (translate: strict refuses what it would drop)");
    }
    note(path);
  }

  /// Notes that something is dropped for which no client asks, such as another model's thinking.
  public void note(String path) {
    if (!path.isEmpty() && dropped.size() < TOLD_MAX) {
      dropped.add(path);
    }
  }

  /// Drops or refuses the properties that only the client's dialect has.
  public void extras(List<Extra> extras) {
    for (Extra extra : extras) {
      if (extra.refuse()) {
        throw new Untranslatable(extra.path(), extra.why());
      }
      drop(extra.path(), "the target's dialect has no such property");
    }
  }

  /// The first paths, as many as can be told.
  public List<String> paths() {
    return List.copyOf(dropped);
  }
}
