package dev.sluice.dist.publish;

/// Something that is to be published cannot be; the message says what, and what to do.
final class CannotPublishException extends RuntimeException {
  private static final long serialVersionUID = 1;

  CannotPublishException(String message) {
    super(message);
  }
}
