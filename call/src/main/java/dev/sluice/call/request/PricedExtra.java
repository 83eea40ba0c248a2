package dev.sluice.call.request;

import java.util.Arrays;
import java.util.Optional;

/// What a provider runs or sells beside the text of an answer, and asks a price for.
public enum PricedExtra {
  /// Searches of the web, each.
  WEB_SEARCH("web_search", 2, 20),
  /// An answer for which the web was searched, however often.
  GROUNDING("grounding", 1, 1),
  /// Pages that are fetched, each.
  WEB_FETCH("web_fetch", 2, 20),
  /// Searches of files that the provider keeps, each.
  FILE_SEARCH("file_search", 2, 20),
  /// An answer for which the provider has run programs, however many.
  CODE_EXECUTION("code_execution", 1, 1),
  /// Pictures that a tool of the provider draws, each.
  IMAGE_GENERATION("image_generation", 1, 4),
  /// An answer for which maps were searched, however often.
  MAPS("maps", 1, 1),
  /// Calls of tools of other servers, which the provider makes, each.
  MCP("mcp", 2, 20),
  /// Sound that the model itself writes, in tokens of its own price.
  AUDIO_OUTPUT("audio_output", 0, 0),
  /// Pictures that the model itself writes, likewise.
  IMAGE_OUTPUT("image_output", 0, 0);

  private final String word;
  private final long likely;
  private final long most;

  PricedExtra(String word, long likely, long most) {
    this.word = word;
    this.likely = likely;
    this.most = most;
  }

  /// Its name in tables and configurations.
  public String word() {
    return word;
  }

  /// How many of it a call that may use it is likely to use.
  public long likely() {
    return likely;
  }

  /// How many a call is thought to use at most, where it sets no bound of its own.
  public long most() {
    return most;
  }

  /// Whether it is counted in tokens, by a meter of the same name.
  public boolean isOfTokens() {
    return most == 0;
  }

  /// Whether the model reads what comes of it, in tokens that no body shows.
  public boolean isRead() {
    return switch (this) {
      case WEB_SEARCH, GROUNDING, WEB_FETCH, FILE_SEARCH, CODE_EXECUTION, MAPS, MCP -> true;
      case IMAGE_GENERATION, AUDIO_OUTPUT, IMAGE_OUTPUT -> false;
    };
  }

  /// The extra of this name that is counted by its uses.
  public static Optional<PricedExtra> of(String word) {
    return Arrays.stream(values())
        .filter(extra -> extra.word.equals(word) && !extra.isOfTokens())
        .findFirst();
  }
}
