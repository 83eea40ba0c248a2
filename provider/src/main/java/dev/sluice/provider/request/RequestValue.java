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

/// The value that a scanner has found, with checks of what it must be.
///
/// @param scanner the scanner, which holds the value until its listener returns
record RequestValue(JsonScanner<RequestField, InvalidRequest> scanner) {
  /// The most digits that fit every `long`.
  private static final int DIGITS_MAX = 18;

  /// The most choices that are let in, more than any provider gives.
  private static final long CHOICES_MAX = 4096;

  private static final int MODEL_MAX = 256;

  /// The form of a model's name, in words for a message.
  static final String NAME =
      "a name of 1 to "
          + MODEL_MAX
          + " characters that people see: no control character, end of a line, mark of direction or"
          + " character without width";

  /// The form of inputs that are texts alone, in words for a message.
  static final String TEXTS =
      "objects that each have a text, `content`, and no `prompt`, `image` or `video`";

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

  /// The least characters of a seal; shorter ids need no look.
  private static final int SEAL_MIN = 32;

  /// The characters of base64 by which [#HIDDEN] and a seal's mark are told.
  private static final int SIGNATURE_BEGINNING = 16;

  JsonKind kind() {
    return scanner.kind();
  }

  /// Whether the value is there and other than null.
  boolean present() {
    return kind() != JsonKind.NULL;
  }

  boolean isFalse() {
    return kind() == JsonKind.BOOLEAN && !scanner.isTrue();
  }

  Span span() {
    return new Span((int) scanner.start(), (int) scanner.end());
  }

  /// The text of a string; any other value is refused.
  String text() throws InvalidRequest {
    if (kind() != JsonKind.STRING) {
      throw wrong("a string");
    }
    return scanner.text();
  }

  /// Refuses the value, an input, unless it has a text.
  void checkHas(boolean text) throws InvalidRequest {
    if (!text) {
      throw wrong(TEXTS);
    }
  }

  /// Refuses the value unless it is null.
  ///
  /// @param why the reason, for the message
  void checkAbsent(String why) throws InvalidRequest {
    if (present()) {
      throw wrong("absent: " + why);
    }
  }

  /// Refuses the value unless it is a string or null.
  void checkText() throws InvalidRequest {
    if (present() && kind() != JsonKind.STRING) {
      throw wrong("a string");
    }
  }

  /// The text of a string; of any other value a word that means nothing.
  String word() {
    return kind() == JsonKind.STRING ? scanner.text() : "?";
  }

  boolean flag() throws InvalidRequest {
    if (present() && kind() != JsonKind.BOOLEAN) {
      throw wrong("true or false");
    }
    return scanner.isTrue();
  }

  /// The span of an object or null; any other value is refused.
  Span options() throws InvalidRequest {
    if (present() && kind() != JsonKind.OBJECT) {
      throw wrong("an object");
    }
    return span();
  }

  /// The number of bytes of the value.
  long length() {
    return scanner.end() - scanner.start();
  }

  /// The value as a number of choices, each of which is paid for. The provider judges a number
  /// below one.
  long choices() throws InvalidRequest {
    OptionalLong count = bound();
    boolean larger = count.isEmpty() && present() && scanner.raw().charAt(0) != '-';
    if (larger || count.orElse(1) > CHOICES_MAX) {
      throw wrong("a whole number of choices, at most " + CHOICES_MAX);
    }
    return Math.max(1, count.orElse(1));
  }

  /// The value as a bound on tokens. The provider judges which bounds make sense: to some servers
  /// -1 is none. A value that is negative, or fits no long, counts as unknown.
  OptionalLong bound() throws InvalidRequest {
    if (present() && !scanner.isWhole()) {
      throw wrong("a whole number");
    }
    if (!present()) {
      return OptionalLong.empty();
    }
    String digits = scanner.raw();
    if (digits.length() > DIGITS_MAX) {
      return large(digits);
    }
    long bound = Long.parseLong(digits);
    return bound >= 0 ? OptionalLong.of(bound) : OptionalLong.empty();
  }

  /// The value as a bound on the output. To some servers 0 is none, too.
  OptionalLong outputBound() throws InvalidRequest {
    OptionalLong bound = bound();
    return bound.orElse(0) == 0 ? OptionalLong.empty() : bound;
  }

  /// The larger one of two bounds; an unknown bound is larger than any other.
  static OptionalLong larger(OptionalLong one, OptionalLong other) {
    return one.isEmpty() || other.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(one.getAsLong(), other.getAsLong()));
  }

  /// Whether a text cannot be the name of a model.
  static boolean isNoName(String model) {
    return model.isBlank() || model.length() > MODEL_MAX || !Printable.all(model);
  }

  /// Whether the provider keeps the answer, where the value is `store`. Responses are kept unless
  /// the client says otherwise, chats only if it does.
  boolean stored(boolean usual) {
    return present() ? !isFalse() : usual;
  }

  /// The number of more than 18 digits, where it fits a `long`. Digits of equal length are in the
  /// order of their numbers.
  private static OptionalLong large(String digits) {
    String most = Long.toString(Long.MAX_VALUE);
    boolean fits = digits.length() == most.length() && digits.compareTo(most) <= 0;
    return fits && digits.charAt(0) != '-'
        ? OptionalLong.of(Long.parseLong(digits))
        : OptionalLong.empty();
  }

  /// Whether the value is a number; null is none, and any other value is refused.
  boolean number() throws InvalidRequest {
    if (present() && kind() != JsonKind.NUMBER) {
      throw wrong("a number");
    }
    return present();
  }

  /// Whether the value is the number zero.
  boolean zero() throws InvalidRequest {
    return number() && Double.parseDouble(scanner.raw()) == 0;
  }

  /// Whether the value is a picture, a sound or a file that is in the request itself, many bytes
  /// and few tokens, and no address of one: an object with it, or a `data:` address.
  boolean inline() {
    return switch (kind()) {
      case OBJECT -> true;
      case STRING -> length() > JsonScanner.KEPT_MAX || scanner.text().startsWith("data:");
      default -> false;
    };
  }

  /// Whether the value is the word for a source that is the content itself.
  boolean isBase64() {
    return isWord("base64");
  }

  /// Whether the value is the word for a source that is somewhere else. Texts have sources, too.
  boolean isAddress() {
    return isWord("url") || isWord("file");
  }

  /// Whether the value is the word for an item that stands for another one.
  boolean isItemReference() {
    return isWord(ITEM_REFERENCE);
  }

  /// Whether the value is a word for a part of a message that the gateway does not know.
  boolean isUnknownPart() {
    return kind() == JsonKind.STRING
        && (length() > JsonScanner.KEPT_MAX || !PARTS.contains(scanner.text()));
  }

  /// Whether the value has any content.
  boolean says() {
    return present() && length() > EMPTY;
  }

  private boolean isWord(String word) {
    return kind() == JsonKind.STRING
        && length() <= JsonScanner.KEPT_MAX
        && length() >= word.length() + 2
        && scanner.text().equals(word);
  }

  /// Whether the value is the word for sound in events.
  boolean isEvents() {
    return isWord("sse");
  }

  /// Whether the value is the address of a file that is kept for one account.
  boolean isKeptFile() {
    return kind() == JsonKind.STRING
        && scanner.end() - scanner.start() <= JsonScanner.KEPT_MAX
        && (scanner.text().startsWith("files/") || scanner.text().contains("/files/"));
  }

  /// Whether the value is a seal of the gateway's. A seal that is longer than what is kept of a
  /// value counts as its provider's.
  boolean isOurSeal() {
    return kind() == JsonKind.STRING
        && scanner.end() - scanner.start() <= JsonScanner.KEPT_MAX
        && scanner.text().startsWith(Seals.MARK);
  }

  /// Whether the value is a text that is longer than what is kept of a value: only a look at the
  /// whole request shows whose seal it is.
  boolean isUnread() {
    return kind() == JsonKind.STRING && scanner.end() - scanner.start() > JsonScanner.KEPT_MAX;
  }

  /// Whether the value is an id with a seal of the gateway's behind it, or looks like one.
  boolean carriesSeal() {
    return kind() == JsonKind.STRING
        && scanner.end() - scanner.start() <= JsonScanner.KEPT_MAX
        && scanner.end() - scanner.start() > SealedId.MARK.length() + SEAL_MIN
        && scanner.text().contains(SealedId.MARK);
  }

  /// Whether the value is a seal of the gateway's in the form that clients of Gemini carry it in:
  /// base64, and behind a word where it stands for thinking that its provider does not show.
  boolean isOurSignature() {
    if (kind() != JsonKind.STRING || scanner.end() - scanner.start() > JsonScanner.KEPT_MAX) {
      return false;
    }
    String beginning =
        scanner.text().substring(0, Math.min(scanner.text().length(), SIGNATURE_BEGINNING));
    try {
      byte[] decoded = Base64.getDecoder().decode(beginning);
      String text = new String(decoded, StandardCharsets.ISO_8859_1);
      return text.startsWith(Seals.MARK) || text.startsWith(HIDDEN + Seals.MARK);
    } catch (IllegalArgumentException another) {
      return false;
    }
  }

  /// The text of a member of `metadata`: empty where it is null, and a control character where it
  /// is something else or too long. The text is kept until the whole body has come, and counts in
  /// no account.
  String member() {
    if (!present()) {
      return "";
    }
    return kind() == JsonKind.STRING && length() <= MEMBER_MAX ? scanner.text() : NO_TEXT;
  }

  InvalidRequest wrong(String expected) {
    return InvalidRequests.wrong(scanner.path(), shown(), expected);
  }

  private String shown() {
    return switch (kind()) {
      case OBJECT -> "an object";
      case ARRAY -> "an array";
      case STRING -> scanner.raw().isEmpty() ? "a string" : '"' + scanner.text() + '"';
      case NUMBER -> scanner.raw().isEmpty() ? "a number" : scanner.raw();
      case BOOLEAN -> Boolean.toString(scanner.isTrue());
      case NULL -> "null";
    };
  }
}
