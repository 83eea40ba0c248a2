package dev.sluice.spring;

/// The application runs on a Spring Boot that the starter does not work with.
final class UnsupportedBootException extends RuntimeException {
  static final String REMEDY =
      "Use Spring Boot 4, or run Sluice as a server beside the application and give its address to"
          + " the client as base URL, or leave sluice-spring-boot-starter out.";

  UnsupportedBootException(String version) {
    super(
        "sluice-spring-boot-starter needs Spring Boot 4, and this application runs on "
            + version
            + ", which manages Netty 4.1 where Sluice needs Netty 4.2");
  }

  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}
