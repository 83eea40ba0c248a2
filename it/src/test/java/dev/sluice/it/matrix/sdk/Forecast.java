package dev.sluice.it.matrix.sdk;

/// The answer of the scene with a schema.
public record Forecast(String city, int days) {}
