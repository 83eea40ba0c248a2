package dev.sluice.server.people;

import java.util.regex.Pattern;

/// A place of the dashboard to which a login may lead back: a path of this listener, never another
/// site's address.
final class OwnPath {
  /// The dashboard has one page; the place in it stands behind `#`.
  private static final Pattern FORM = Pattern.compile("/(#[A-Za-z0-9/?&=._~%+,:-]{0,512})?");

  private OwnPath() {}

  /// The place, or the dashboard's first page where a text is none.
  static String of(String text) {
    return FORM.matcher(text).matches() ? text : "/";
  }
}
