package dev.sluice.server.tls;

/// A file of a TLS configuration is not what it must be. The message names the file and the remedy,
/// to be read after the name of the configuration's key; it repeats nothing that the file holds.
public final class BadTlsFile extends Exception {
  private static final long serialVersionUID = 1L;

  private final String key;

  /// @param key the configuration's key that names the file: `cert`, `key`, `ca`
  /// @param what what is wrong, and what to do
  BadTlsFile(String key, String what) {
    super(what);
    this.key = key;
  }

  /// The configuration's key that names the file.
  public String key() {
    return key;
  }

  /// What is wrong, and what to do.
  public String what() {
    return String.valueOf(getMessage());
  }
}
