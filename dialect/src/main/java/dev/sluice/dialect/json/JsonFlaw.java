package dev.sluice.dialect.json;

/// The reasons for which a text is refused.
public enum JsonFlaw {
  EMPTY("it is empty"),
  CUT_SHORT("it ends too early"),
  ENCODING("it must begin with {, in UTF-8 and without a byte order mark"),
  NO_OBJECT("it must be an object"),
  BEHIND_END("there is something behind its end"),
  NO_VALUE("a value is missing"),
  NO_NAME("a name in double quotes is missing"),
  NO_COLON("a colon is missing"),
  NO_COMMA("a comma or a closing bracket is missing"),
  WORD("a word that is not true, false or null"),
  NUMBER("a malformed number"),
  CONTROL("a control character that is not escaped"),
  ESCAPE("an unknown escape"),
  SURROGATE("half a surrogate pair"),
  UTF8("malformed UTF-8"),
  /// The text is JSON, and nests too deep.
  TOO_DEEP("too many levels"),
  /// The text is JSON, and a number has more digits than a double.
  TOO_MANY_DIGITS("a number that is too long"),
  /// The text is JSON, and a number fits no double.
  NOT_FINITE("a number that is too large"),
  /// The text is JSON, and an object has a property twice.
  TWICE("a name that stands there twice"),
  /// The text is JSON, and an object has more properties than are looked at.
  TOO_MANY_NAMES("too many names");

  private final String what;

  JsonFlaw(String what) {
    this.what = what;
  }

  /// The flaw in words.
  public String what() {
    return what;
  }
}
