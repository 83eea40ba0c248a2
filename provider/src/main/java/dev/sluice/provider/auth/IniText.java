package dev.sluice.provider.auth;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// A reader of AWS' configuration files. Lines that are none are skipped, since a file may be read
/// while it is written.
final class IniText {
  private static final String PROFILE = "profile ";

  /// A command's own words may begin with what would begin a comment.
  private static final String COMMAND = "credential_process";

  private IniText() {}

  /// Returns the profiles of a file, by name.
  ///
  /// @param config whether profiles but the default one are called `profile NAME` there
  static Map<String, Map<String, String>> read(String text, boolean config) {
    Map<String, Map<String, String>> into = new HashMap<>();
    Map<String, String> section = new HashMap<>();
    for (String line : text.lines().toList()) {
      String stripped = line.strip();
      if (stripped.startsWith("[") && stripped.endsWith("]")) {
        section = section(stripped.substring(1, stripped.length() - 1).strip(), config, into);
      } else if (!line.isEmpty() && !Character.isWhitespace(line.charAt(0))) {
        property(stripped, section);
      }
    }
    return into;
  }

  private static Map<String, String> section(
      String title, boolean config, Map<String, Map<String, String>> into) {
    boolean isProfile = !config || title.equals("default") || title.startsWith(PROFILE);
    String name = config && title.startsWith(PROFILE) ? title.substring(PROFILE.length()) : title;
    return isProfile ? into.computeIfAbsent(name.strip(), _ -> new HashMap<>()) : new HashMap<>();
  }

  private static void property(String line, Map<String, String> section) {
    int equals = line.indexOf('=');
    if (equals > 0 && line.charAt(0) != '#' && line.charAt(0) != ';') {
      String name = line.substring(0, equals).strip().toLowerCase(Locale.ROOT);
      String value = line.substring(equals + 1);
      section.put(name, name.equals(COMMAND) ? value.strip() : value(value));
    }
  }

  /// A comment behind a value begins behind a blank.
  private static String value(String text) {
    return text.replaceFirst("\\s[#;].*$", "").strip();
  }
}
