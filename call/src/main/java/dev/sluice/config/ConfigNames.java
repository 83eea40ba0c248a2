package dev.sluice.config;

import dev.sluice.call.text.Printable;
import java.util.regex.Pattern;

/// The forms of the names in a configuration. Pure functions.
public final class ConfigNames {
  /// The form of a plain name, in words for messages.
  public static final String PLAIN = "1 to 64 letters, digits, dots, dashes and underscores";

  /// The form of a model's name, in words for messages.
  public static final String MODEL = "1 to 256 characters without blanks";

  /// The form of a tenant's name, in words for messages.
  public static final String TENANT = "1 to 64 printable ASCII characters";

  /// What the route, the model and the leave of a pass-through begin with, in front of its name.
  public static final String PASS_THROUGH = "passthrough:";

  private static final int LONGEST_MODEL = 256;
  private static final Pattern PLAIN_FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern TENANT_FORM =
      Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]{0,62}[\\x21-\\x7e])?");

  private ConfigNames() {}

  /// Whether a text can be the name of a provider, a route, a team or a client's key: such names
  /// appear in headers, metrics and log lines, and in front of a slash.
  public static boolean isPlain(String text) {
    return PLAIN_FORM.matcher(text).matches();
  }

  /// Whether a text can be the name of a route: a plain one, or that of a pass-through.
  static boolean isRoute(String text) {
    return isPlain(isPassThrough(text) ? text.substring(PASS_THROUGH.length()) : text);
  }

  /// Whether a model's name is that of a pass-through, which stands for paths and for no model.
  public static boolean isPassThrough(String model) {
    return model.startsWith(PASS_THROUGH);
  }

  /// Whether a text can be the name of a model, or a pattern of such names.
  public static boolean isModel(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST_MODEL
        && text.indexOf(' ') < 0
        && Printable.all(text);
  }

  /// Whether a text can be the name of a tenant.
  public static boolean isTenant(String text) {
    return TENANT_FORM.matcher(text).matches();
  }
}
