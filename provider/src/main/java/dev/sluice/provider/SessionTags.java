package dev.sluice.provider;

import dev.sluice.call.Call;
import dev.sluice.config.provider.AwsAuth;
import dev.sluice.config.provider.CallLabel;
import dev.sluice.config.provider.ProviderConfig;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The tags of the session of a role that a call is made in, by which AWS divides its bill. What
/// AWS does not take in a value is replaced, so that names which differ by that alone are one.
/// Immutable.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
///
/// @param wanted the tags that the configuration asks for
record SessionTags(Set<CallLabel> wanted) {
  private static final int LONGEST = 256;

  SessionTags {
    wanted = Set.copyOf(wanted);
  }

  static SessionTags of(ProviderConfig provider) {
    return new SessionTags(
        provider.auth().orElse(null) instanceof AwsAuth aws ? aws.sessionTags() : Set.of());
  }

  /// Whether calls go in different sessions, of which one may be refused and the others not.
  boolean divide() {
    return !wanted.isEmpty();
  }

  /// The tags of a call by their names; none where it has none.
  Map<String, String> of(Call call) {
    if (wanted.isEmpty()) {
      return Map.of();
    }
    Map<String, String> tags = new HashMap<>();
    for (CallLabel label : wanted) {
      label
          .of(call)
          .ifPresent(value -> tags.put(label.name().toLowerCase(Locale.ROOT), plain(value)));
    }
    return Map.copyOf(tags);
  }

  private static String plain(String value) {
    String plain = value.replaceAll("[^\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]", "_");
    if (plain.length() <= LONGEST) {
      return plain;
    }
    boolean splits = Character.isHighSurrogate(plain.charAt(LONGEST - 1));
    return plain.substring(0, splits ? LONGEST - 1 : LONGEST);
  }
}
