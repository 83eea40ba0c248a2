package dev.sluice.cli.demo;

import dev.sluice.server.run.RunFolder;
import java.time.Duration;
import java.util.Optional;

/// How the demonstration runs.
///
/// @param port where the gateway listens; 0 for any that is free
/// @param length how long it runs; empty until it is interrupted
/// @param terminal whether what it prints goes to a terminal, so that the table can stay in place
/// @param run where commands find the demonstration's gateway
public record DemoOptions(int port, Optional<Duration> length, boolean terminal, RunFolder run) {}
