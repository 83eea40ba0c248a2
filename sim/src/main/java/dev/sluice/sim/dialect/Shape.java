package dev.sluice.sim.dialect;

import java.util.Optional;
import java.util.stream.IntStream;

/// How far an answer keeps to what it should say about itself.
///
/// @param extra how many choices (or vectors) more than asked for
/// @param usage what it says about its tokens
/// @param listing how it lists its vectors, if there are enough of them
/// @param from how many are enough
/// @param poison what no input may hold
/// @param stop how it ends
/// @param tokens what it says that it has cost; empty for the truth
public record Shape(
    int extra,
    UsageForm usage,
    Listing listing,
    int from,
    Poison poison,
    Stop stop,
    Optional<Tokens> tokens) {

  /// A text that no input may hold.
  ///
  /// @param text empty for none
  /// @param status of the error where an input holds it
  public record Poison(String text, int status) {}

  /// How many tokens a call is said to have cost.
  public record Tokens(int input, int output) {}

  /// The shape of an answer without a fault.
  public static final Shape TRUE =
      new Shape(0, UsageForm.TRUE, Listing.TRUE, 0, new Poison("", 0), Stop.TRUE, Optional.empty());

  /// Returns this shape with so many choices, or vectors, more than asked for.
  public Shape with(int extra) {
    return new Shape(extra, usage, listing, from, poison, stop, tokens);
  }

  /// Returns this shape with tokens told in the way of `usage`.
  public Shape with(UsageForm usage) {
    return new Shape(extra, usage, listing, from, poison, stop, tokens);
  }

  /// Returns this shape with vectors listed in another way, in an answer of at least `from` of
  /// them.
  public Shape with(Listing listing, int from) {
    return new Shape(extra, usage, listing, from, poison, stop, tokens);
  }

  /// Returns how an answer of `count` vectors lists them.
  public Listing listing(int count) {
    return count >= from ? listing : Listing.TRUE;
  }

  /// Returns this shape, in which inputs that hold `poison` are refused.
  public Shape with(Poison poison) {
    return new Shape(extra, usage, listing, from, poison, stop, tokens);
  }

  /// Returns this shape with another end.
  public Shape with(Stop stop) {
    return new Shape(extra, usage, listing, from, poison, stop, tokens);
  }

  /// Returns this shape, which says that the call has cost `tokens`.
  public Shape with(Tokens tokens) {
    return new Shape(extra, usage, listing, from, poison, stop, Optional.of(tokens));
  }

  /// Returns what a request asks for, with the input tokens that the answer tells.
  RequestContent told(RequestContent ask) {
    return tokens.map(told -> ask.withInputTokens(told.input())).orElse(ask);
  }

  /// Returns how many output tokens the answer tells; -1 for as many as it has.
  int toldOutput() {
    return tokens.map(Tokens::output).orElse(-1);
  }

  /// The ways in which an answer may end.
  public enum Stop {
    TRUE,
    /// All is said, and no reason for the end is given, where a dialect has no other mark for it.
    MISSING,
    /// The content filter ends the answer in its middle.
    FILTERED,
    /// The content filter ends the answer before its first word.
    FILTERED_EMPTY,
    /// The content filter refuses the prompt.
    FILTERED_PROMPT
  }

  /// The ways in which an answer may list its vectors, each with its true index.
  public enum Listing {
    TRUE,
    /// Items come from the last to the first.
    REVERSED,
    /// Every second item comes, from the first on.
    HALF,
    /// Each item comes twice.
    TWICE,
    /// The first item comes twice, and not alike.
    CONTRADICTORY;

    /// The places of `count` vectors in the order in which they are listed.
    public int[] places(int count) {
      return switch (this) {
        case TRUE -> IntStream.range(0, count).toArray();
        case REVERSED -> IntStream.range(0, count).map(i -> count - 1 - i).toArray();
        case HALF -> IntStream.range(0, count).filter(i -> i % 2 == 0).toArray();
        case TWICE -> IntStream.range(0, 2 * count).map(i -> i / 2).toArray();
        case CONTRADICTORY -> IntStream.rangeClosed(0, count).map(i -> i % count).toArray();
      };
    }
  }

  /// The members that an answer may have about its tokens.
  public enum UsageForm {
    TRUE,
    MISSING,
    NEGATIVE,
    ABSURD;

    /// Returns how `count` tokens are told.
    public long of(long count) {
      return switch (this) {
        case TRUE, MISSING -> count;
        case NEGATIVE -> -count - 1;
        case ABSURD -> 1_000_000_000_000_000L + count;
      };
    }
  }
}
