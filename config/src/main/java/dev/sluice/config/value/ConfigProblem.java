package dev.sluice.config.value;

import java.util.OptionalInt;

/// A value is not what its [Type] demands. Never repeats a value that may be a secret.
public final class ConfigProblem extends Exception {
  private final String remedy;

  /// The part of the remedy that repeats the value; empty for nothing.
  private final String part;

  /// The remedy without that part, for a value that may not be shown.
  private final String hidden;

  /// Where in the value it is, in characters from 0; [#WHOLE] for the value as a whole.
  private final int at;

  private static final int WHOLE = -1;

  /// Makes a problem whose message needs no remedy.
  ///
  /// @param must what the value must be, to be read after its name: `must be a size such as 32MiB`
  public ConfigProblem(String must) {
    this(must, "");
  }

  /// A mistake with its remedy.
  ///
  /// @param must what the value must be, to be read after its name
  /// @param remedy what to do, to be read after the value; empty where `must` says it all
  public ConfigProblem(String must, String remedy) {
    this(must, remedy, "", remedy);
  }

  /// A mistake whose remedy repeats the name of a variable, which is a part of the value.
  ///
  /// @param must what the value must be, to be read after its name
  /// @param remedy what to do, to be read after the value
  /// @param part the name
  /// @param hidden the remedy without it
  ConfigProblem(String must, String remedy, String part, String hidden) {
    this(must, remedy, part, hidden, WHOLE);
  }

  private ConfigProblem(String must, String remedy, String part, String hidden, int at) {
    super(must, null, false, false);
    this.at = at;
    this.remedy = remedy;
    this.part = part;
    this.hidden = hidden;
  }

  /// A mistake at a place within a value, which is then not repeated.
  ///
  /// @param at the place in the value's text, in characters from 0
  public static ConfigProblem within(int at, String must, String remedy) {
    return new ConfigProblem(must, remedy, "", remedy, at);
  }

  /// The place within the value's text, in characters from 0; empty where the whole value is wrong.
  public OptionalInt at() {
    return at == WHOLE ? OptionalInt.empty() : OptionalInt.of(at);
  }

  /// Returns this problem with another way to write the value.
  ///
  /// @param way to be read after what the value must be
  public ConfigProblem or(String way) {
    return new ConfigProblem(getMessage() + way, remedy, part, hidden, at);
  }

  /// The end of the message: empty, or a colon and what to do. It repeats nothing of a value that
  /// does not stand in the file, since that may be a secret.
  ///
  /// @param raw the text as it stands in the file; empty for a value of elsewhere
  public String remedy(String raw) {
    String told = raw.contains(part) ? remedy : hidden;
    return told.isEmpty() ? "" : ": " + told;
  }
}
