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
  IMAGE_OUTPUT("image_output", 0, 0),
  /// Pictures that a call asks for, at a price by their size and quality.
  IMAGE("image"),
  /// Seconds of sound that is read.
  AUDIO_SECOND("audio_second"),
  /// Characters of a text that is spoken.
  CHARACTER("character"),
  /// Units by which a reranker is sold: a query with at most 100 documents.
  SEARCH_UNIT("search_unit"),
  /// Pages of a document that is read.
  PAGE("page"),
  /// A request that is passed through, whatever it asks for.
  CALL("call");

  private final String word;
  private final long likely;
  private final long most;

  private final boolean unit;

  PricedExtra(String word, long likely, long most) {
    this(word, likely, most, false);
  }

  /// A unit, of which a request itself says how many it takes.
  PricedExtra(String word) {
    this(word, Long.MAX_VALUE, 1, true);
  }

  PricedExtra(String word, long likely, long most, boolean unit) {
    this.word = word;
    this.likely = likely;
    this.most = most;
    this.unit = unit;
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

  /// Whether whole operations are sold by the extra, in place of tokens or beside them, so that
  /// what a call takes of it is known before the call is sent.
  public boolean isUnit() {
    return unit;
  }

  /// Whether the model reads what the extra brings, in tokens that no body shows.
  public boolean isRead() {
    return switch (this) {
      case WEB_SEARCH, GROUNDING, WEB_FETCH, FILE_SEARCH, CODE_EXECUTION, MAPS, MCP -> true;
      case IMAGE_GENERATION, AUDIO_OUTPUT, IMAGE_OUTPUT -> false;
      case IMAGE, AUDIO_SECOND, CHARACTER, SEARCH_UNIT, PAGE, CALL -> false;
    };
  }

  /// The extra of this name among those that are counted by their uses.
  public static Optional<PricedExtra> of(String word) {
    return Arrays.stream(values())
        .filter(extra -> extra.word.equals(word) && !extra.isOfTokens())
        .findFirst();
  }
}
