package dev.sluice.test.page;

/// A tool of the application.
@com.fasterxml.jackson.annotation.JsonClassDescription("The weather in a city.")
final class Weather {
  public String city = "";
}
