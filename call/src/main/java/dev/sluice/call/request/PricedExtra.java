package dev.sluice.call.request;

import java.util.Arrays;
import java.util.Optional;

/// Something that a provider runs or sells beside the text of an answer, and asks a price for.
public enum PricedExtra {
  /// Searches of the web, counted one by one.
  WEB_SEARCH("web_search", 2, 20),
  /// An answer for which the web was searched, counted once however many searches there were.
  GROUNDING("grounding", 1, 1),
  /// Pages that are fetched, counted one by one.
  WEB_FETCH("web_fetch", 2, 20),
  /// Searches of files that the provider keeps, counted one by one.
  FILE_SEARCH("file_search", 2, 20),
  /// An answer for which the provider has run programs, counted once however many there were.
  CODE_EXECUTION("code_execution", 1, 1),
  /// Pictures that a tool of the provider draws, counted one by one.
  IMAGE_GENERATION("image_generation", 1, 4),
  /// An answer for which maps were searched, counted once however many searches there were.
  MAPS("maps", 1, 1),
  /// Calls that the provider makes of tools of other servers, counted one by one.
  MCP("mcp", 2, 20),
  /// Sound that the model itself writes, in tokens with a price of their own.
  AUDIO_OUTPUT("audio_output", 0, 0),
  /// Pictures that the model itself writes, in tokens with a price of their own.
  IMAGE_OUTPUT("image_output", 0, 0);

  private final String word;
  private final long likely;
  private final long most;

  PricedExtra(String word, long likely, long most) {
    this.word = word;
    this.likely = likely;
    this.most = most;
  }

  /// The name of the extra in tables and configurations.
  public String word() {
    return word;
  }

  /// The number of uses that is likely in a call which may use the extra.
  public long likely() {
    return likely;
  }

  /// The number of uses that a call is assumed to make at most, where it sets no bound of its own.
  public long most() {
    return most;
  }

  /// Whether the extra is counted in tokens, by a meter of the same name.
  public boolean isOfTokens() {
    return most == 0;
  }

  /// Whether the model reads what the extra brings, in tokens that no body shows.
  public boolean isRead() {
    return switch (this) {
      case WEB_SEARCH, GROUNDING, WEB_FETCH, FILE_SEARCH, CODE_EXECUTION, MAPS, MCP -> true;
      case IMAGE_GENERATION, AUDIO_OUTPUT, IMAGE_OUTPUT -> false;
    };
  }

  /// The extra of this name among those that are counted by their uses.
  public static Optional<PricedExtra> of(String word) {
    return Arrays.stream(values())
        .filter(extra -> extra.word.equals(word) && !extra.isOfTokens())
        .findFirst();
  }
}
