package dev.sluice.cli.litellm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the written file says beside providers, routes and prices. Values stand as they are
/// written.
final class Settings {
  /// Where remarks about these stand.
  static final String SERVER = "server";

  static final String STORE = "store";
  static final String DEFAULTS = "defaults";
  static final String BUDGETS = "budgets";

  private final Map<String, String> defaults = new LinkedHashMap<>();
  private Optional<String> master = Optional.empty();
  private Optional<Long> concurrent = Optional.empty();
  private Optional<Long> maxBodyMib = Optional.empty();
  private Optional<String> budget = Optional.empty();
  private boolean stored;
  private boolean verbose;

  /// Says how calls are treated, unless that was said before.
  void usually(String key, String value) {
    defaults.putIfAbsent(key, value);
  }

  /// The key of calls and of the admin listener, as a reference.
  void master(String reference) {
    master = Optional.of(reference);
  }

  boolean hasMaster() {
    return master.isPresent();
  }

  /// How many calls of a key may be under way.
  void concurrent(long calls) {
    concurrent = Optional.of(calls);
  }

  void maxBody(long mib) {
    maxBodyMib = Optional.of(mib);
  }

  void budget(String amount) {
    budget = Optional.of(amount);
  }

  void store() {
    stored = true;
  }

  void verbose() {
    verbose = true;
  }

  /// Writes what comes before the providers.
  void writeHead(ConfigText text, Remarks remarks) {
    List<String> server = server();
    if (!server.isEmpty()) {
      text.line(0, "server:");
      text.comments(1, remarks.take(SERVER));
      server.forEach(line -> text.line(1, line));
    }
    master.ifPresent(token -> text.line(0, "admin: {token: " + ConfigText.scalar(token) + "}"));
    if (stored) {
      text.comments(0, remarks.take(STORE));
      text.line(0, "store: {path: data}");
    }
    if (verbose) {
      text.line(0, "log: {level: debug}");
    }
    budget.ifPresent(
        amount -> {
          text.comments(0, remarks.take(BUDGETS));
          text.line(0, "budgets: {all: [" + amount + "]}");
        });
  }

  private List<String> server() {
    List<String> lines = new ArrayList<>();
    maxBodyMib.ifPresent(mib -> lines.add("max_body: " + mib + "MiB"));
    String limits = concurrent.map(calls -> ", limits: {concurrent: " + calls + "}").orElse("");
    master.ifPresent(
        key -> {
          lines.add("keys:");
          lines.add("  - {name: master, key: " + ConfigText.scalar(key) + limits + "}");
        });
    return lines;
  }

  /// Writes `defaults`, where there are any.
  void writeDefaults(ConfigText text, Remarks remarks) {
    if (!defaults.isEmpty()) {
      text.line(0, "defaults:");
      text.comments(1, remarks.take(DEFAULTS));
      defaults.forEach((key, value) -> text.line(1, key + ": " + value));
    }
  }
}
