package dev.sluice.cli.litellm;

import dev.sluice.cli.console.CannotStart;
import dev.sluice.config.provider.Secret;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The address of LiteLLM's database.
///
/// @param jdbc the URL for the driver, which may hold a password
/// @param name the database in messages, without user and password
/// @param hasPassword whether the text that was read has a password in it
record DatabaseUrl(Secret jdbc, String name, boolean hasPassword) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:jdbc:)?postgres(?:ql)?://(?:([^:@/?\\s]*)(?::([^@/?\\s]*))?@)?"
              + "([A-Za-z0-9.:_\\[\\]-]+)/([^/?\\s]+)(?:\\?(\\S*))?");

  /// What of a URL's parameters the driver knows, by their names in LiteLLM's.
  private static final Map<String, String> PARAMETERS =
      Map.of("sslmode", "sslmode", "sslrootcert", "sslrootcert", "schema", "currentSchema");

  /// Reads LiteLLM's `DATABASE_URL`.
  ///
  /// @param env which may have the password as `PGPASSWORD`
  /// @throws CannotStart if it is none; the message does not repeat it
  static DatabaseUrl read(String text, Map<String, String> env) throws CannotStart {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw wrong();
    }
    String place = form.group(3) + "/" + form.group(4);
    List<String> parameters = new ArrayList<>();
    if (form.group(1) != null) {
      parameters.add(parameter("user", decoded(form.group(1))));
    }
    String password = form.group(2) == null ? env.get("PGPASSWORD") : decoded(form.group(2));
    if (password != null) {
      parameters.add(parameter("password", password));
    }
    for (String pair : (form.group(5) == null ? "" : form.group(5)).split("&", -1)) {
      String[] parts = pair.split("=", 2);
      String known = PARAMETERS.get(parts[0]);
      if (known != null && parts.length == 2) {
        parameters.add(parameter(known, decoded(parts[1])));
      }
    }
    String query = parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
    var jdbc = new Secret("jdbc:postgresql://" + place + query);
    return new DatabaseUrl(jdbc, "of LiteLLM at " + place, form.group(2) != null);
  }

  private static String parameter(String name, String value) {
    return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private static String decoded(String text) throws CannotStart {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      throw wrong();
    }
  }

  private static CannotStart wrong() {
    return new CannotStart(
        "--database must be the URL of LiteLLM's PostgreSQL database, such as"
            + " postgresql://USER:PASSWORD@HOST:5432/DATABASE, with % codes for other characters"
            + " than letters and digits in USER and PASSWORD; without a value it is what"
            + " DATABASE_URL has");
  }
}
