package dev.sluice.dialect.rule;

import dev.sluice.dialect.hub.Settings.Extra;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A property with a number that Chat Completions and Gemini take alike, and no other dialect does.
public enum SharedExtra {
  SEED("seed", "seed"),
  PRESENCE_PENALTY("presence_penalty", "presencePenalty"),
  FREQUENCY_PENALTY("frequency_penalty", "frequencyPenalty");

  private final String chat;
  private final String gemini;

  SharedExtra(String chat, String gemini) {
    this.chat = chat;
    this.gemini = gemini;
  }

  /// The shared property that a client has set; null for others.
  public static @Nullable SharedExtra of(Extra extra) {
    String name = plain(extra.path().substring(extra.path().lastIndexOf('.') + 1));
    boolean config = plain(extra.path()).equals("generationconfig." + name);
    for (SharedExtra shared : values()) {
      boolean same = plain(shared.chat).equals(name) && extra.number() != null;
      if (same && (config || extra.path().equals(shared.chat))) {
        return shared;
      }
    }
    return null;
  }

  private static String plain(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }

  /// The name that Chat Completions has for the property.
  public String chat() {
    return chat;
  }

  /// The name that Gemini has for the property, in `generationConfig`.
  public String gemini() {
    return gemini;
  }
}
