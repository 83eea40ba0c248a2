package dev.sluice.provider.request;

import dev.sluice.call.request.Span;
import dev.sluice.call.text.Printable;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonScanner;
import dev.sluice.dialect.rule.SealedId;
import dev.sluice.dialect.rule.Seals;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.OptionalLong;
import java.util.Set;

/// The value that a scanner has found, read as what it must be.
///
/// @param at the scanner, which knows the value until its listener returns
record RequestValue(JsonScanner<RequestField, InvalidRequest> at) {
  /// As many digits as any long has.
  private static final int DIGITS_MAX = 18;

  /// More choices than any provider gives.
  private static final long CHOICES_MAX = 4096;

  private static final int MODEL_MAX = 256;

  /// What the name of a model is, in words.
  static final String NAME =
      "a name of 1 to "
          + MODEL_MAX
          + " characters that people see: no control character, end of a line, mark of direction or"
          + " character without width";

  private static final String ITEM_REFERENCE = "item_reference";

  /// The parts of a chat's messages that are texts, or whose pictures, sounds and files are found.
  private static final Set<String> PARTS =
      Set.of(
          "text",
          "refusal",
          "thinking",
          "image_url",
          "video_url",
          "audio_url",
          "input_audio",
          "file");

  /// The bytes of an empty string, object or array.
  private static final int EMPTY = 2;

  private static final String HIDDEN = "hidden:";

  private static final String NO_TEXT = "\0";

  /// The bytes of a member of `metadata` as it was written, at most: 64 characters have no more
  /// whose every one is escaped.
  private static final int MEMBER_MAX = 512;

  /// Characters of the shortest seal: shorter ids need no look.
  private static final int SEAL_MIN = 32;

  /// The characters of base64 in which [#HIDDEN] and a seal's mark are told.
  private static final int SIGNATURE_BEGINNING = 16;

  JsonKind kind() {
    return at.kind();
  }

  /// Whether there is a value other than null.
  boolean present() {
    return kind() != JsonKind.NULL;
  }

  boolean isFalse() {
    return kind() == JsonKind.BOOLEAN && !at.isTrue();
  }

  Span span() {
    return new Span((int) at.start(), (int) at.end());
  }

  /// A string.
  String text() throws InvalidRequest {
    if (kind() != JsonKind.STRING) {
      throw wrong("a string");
    }
    return at.text();
  }

  /// A string or null.
  void checkText() throws InvalidRequest {
    if (present() && kind() != JsonKind.STRING) {
      throw wrong("a string");
    }
  }

  /// A string as it is; of anything else a word that means nothing.
  String word() {
    return kind() == JsonKind.STRING ? at.text() : "?";
  }

  boolean flag() throws InvalidRequest {
    if (present() && kind() != JsonKind.BOOLEAN) {
      throw wrong("true or false");
    }
    return at.isTrue();
  }

  /// The span of an object or null.
  Span options() throws InvalidRequest {
    if (present() && kind() != JsonKind.OBJECT) {
      throw wrong("an object");
    }
    return span();
  }

  /// How many bytes it has.
  long length() {
    return at.end() - at.start();
  }

  /// A number of choices, each of which is paid for. What is below one the provider judges.
  long choices() throws InvalidRequest {
    OptionalLong count = bound();
    boolean larger = count.isEmpty() && present() && at.raw().charAt(0) != '-';
    if (larger || count.orElse(1) > CHOICES_MAX) {
      throw wrong("a whole number of choices, at most " + CHOICES_MAX);
    }
    return Math.max(1, count.orElse(1));
  }

  /// A bound on tokens. The provider judges which bounds make sense: to some servers -1 is none. A
  /// value that is negative, or fits no long, counts as unknown.
  OptionalLong bound() throws InvalidRequest {
    if (present() && !at.isWhole()) {
      throw wrong("a whole number");
    }
    if (!present()) {
      return OptionalLong.empty();
    }
    String digits = at.raw();
    if (digits.length() > DIGITS_MAX) {
      return large(digits);
    }
    long bound = Long.parseLong(digits);
    return bound >= 0 ? OptionalLong.of(bound) : OptionalLong.empty();
  }

  /// A bound on the output. To some servers 0 is none, too.
  OptionalLong outputBound() throws InvalidRequest {
    OptionalLong bound = bound();
    return bound.orElse(0) == 0 ? OptionalLong.empty() : bound;
  }

  /// The larger one of two bounds; one that is unknown is larger than any.
  static OptionalLong larger(OptionalLong one, OptionalLong other) {
    return one.isEmpty() || other.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(one.getAsLong(), other.getAsLong()));
  }

  /// Whether a text cannot be the name of a model.
  static boolean isNoName(String model) {
    return model.isBlank() || model.length() > MODEL_MAX || !Printable.all(model);
  }

  /// Whether an answer is kept. Responses are kept by the provider unless the client says
  /// otherwise, chats only if it does.
  boolean stored(boolean usual) {
    return present() ? !isFalse() : usual;
  }

  /// Digits of the same number are in the order of their numbers.
  private static OptionalLong large(String digits) {
    String most = Long.toString(Long.MAX_VALUE);
    boolean fits = digits.length() == most.length() && digits.compareTo(most) <= 0;
    return fits && digits.charAt(0) != '-'
        ? OptionalLong.of(Long.parseLong(digits))
        : OptionalLong.empty();
  }

  /// Whether there is a number.
  boolean number() throws InvalidRequest {
    if (present() && kind() != JsonKind.NUMBER) {
      throw wrong("a number");
    }
    return present();
  }

  /// Whether the number is zero.
  boolean zero() throws InvalidRequest {
    return number() && Double.parseDouble(at.raw()) == 0;
  }

  /// Whether it is a picture, a sound or a file that is in the request itself, many bytes and few
  /// tokens, and no address of one: an object with it, or a `data:` address.
  boolean inline() {
    return switch (kind()) {
      case OBJECT -> true;
      case STRING -> length() > JsonScanner.KEPT_MAX || at.text().startsWith("data:");
      default -> false;
    };
  }

  /// Whether it is the word for a source that is the thing itself.
  boolean isBase64() {
    return isWord("base64");
  }

  /// Whether it is the word for a source that is somewhere else. Texts have sources, too.
  boolean isAddress() {
    return isWord("url") || isWord("file");
  }

  /// Whether it is the word for an item that stands for another one.
  boolean isItemReference() {
    return isWord(ITEM_REFERENCE);
  }

  /// Whether it is the word for a part of a message of which nobody here knows what it is, or what
  /// it names.
  boolean isUnknownPart() {
    return kind() == JsonKind.STRING
        && (length() > JsonScanner.KEPT_MAX || !PARTS.contains(at.text()));
  }

  /// Whether there is anything in it.
  boolean says() {
    return present() && length() > EMPTY;
  }

  private boolean isWord(String word) {
    return kind() == JsonKind.STRING
        && length() <= JsonScanner.KEPT_MAX
        && length() >= word.length() + 2
        && at.text().equals(word);
  }

  /// Whether it is the address of a file that is kept for one account.
  boolean isKeptFile() {
    return kind() == JsonKind.STRING
        && at.end() - at.start() <= JsonScanner.KEPT_MAX
        && (at.text().startsWith("files/") || at.text().contains("/files/"));
  }

  /// Whether it is a seal of the gateway's. One that is longer than what is kept of a value counts
  /// as its provider's.
  boolean isOurSeal() {
    return kind() == JsonKind.STRING
        && at.end() - at.start() <= JsonScanner.KEPT_MAX
        && at.text().startsWith(Seals.MARK);
  }

  /// Whether it is a text that is longer than what is kept of a value: whose seal it is shows only
  /// a look at the whole request.
  boolean isUnread() {
    return kind() == JsonKind.STRING && at.end() - at.start() > JsonScanner.KEPT_MAX;
  }

  /// Whether it is an id with a seal of the gateway's behind it, or looks like one.
  boolean carriesSeal() {
    return kind() == JsonKind.STRING
        && at.end() - at.start() <= JsonScanner.KEPT_MAX
        && at.end() - at.start() > SealedId.MARK.length() + SEAL_MIN
        && at.text().contains(SealedId.MARK);
  }

  /// The same of a seal in the form that clients of Gemini carry it in: base64, and behind a word
  /// where it stands for thinking that its provider does not show.
  boolean isOurSignature() {
    if (kind() != JsonKind.STRING || at.end() - at.start() > JsonScanner.KEPT_MAX) {
      return false;
    }
    String beginning = at.text().substring(0, Math.min(at.text().length(), SIGNATURE_BEGINNING));
    try {
      byte[] decoded = Base64.getDecoder().decode(beginning);
      String text = new String(decoded, StandardCharsets.ISO_8859_1);
      return text.startsWith(Seals.MARK) || text.startsWith(HIDDEN + Seals.MARK);
    } catch (IllegalArgumentException another) {
      return false;
    }
  }

  /// What a member of `metadata` says: a text; nothing where it is null, and a control character
  /// where it is something else or too long. It is kept until the whole body has come, and counts
  /// in no account.
  String member() {
    if (!present()) {
      return "";
    }
    return kind() == JsonKind.STRING && length() <= MEMBER_MAX ? at.text() : NO_TEXT;
  }

  InvalidRequest wrong(String expected) {
    return InvalidRequests.wrong(at.path(), shown(), expected);
  }

  private String shown() {
    return switch (kind()) {
      case OBJECT -> "an object";
      case ARRAY -> "an array";
      case STRING -> at.raw().isEmpty() ? "a string" : '"' + at.text() + '"';
      case NUMBER -> at.raw().isEmpty() ? "a number" : at.raw();
      case BOOLEAN -> Boolean.toString(at.isTrue());
      case NULL -> "null";
    };
  }
}
