package dev.sluice.dialect.multipart;

/// The flaw of a form, in words that name the part and the remedy. The exception has no stack: the
/// mistake is the client's, and may come in any number.
public final class MultipartFlaw extends Exception {
  private static final long serialVersionUID = 1L;

  private final String name;

  MultipartFlaw(String message) {
    this("", message);
  }

  private MultipartFlaw(String name, String message) {
    super(message, null, false, false);
    this.name = name;
  }

  /// The flaw of a field.
  ///
  /// @param name the name of the field
  /// @param what what is wrong with it, behind its name
  public static MultipartFlaw of(String name, String what) {
    return new MultipartFlaw(name, "`" + name + "` " + what);
  }

  /// The name of the field; empty where the flaw is of the form.
  public String name() {
    return name;
  }

  /// The flaw in words.
  public String words() {
    return String.valueOf(getMessage());
  }
}
