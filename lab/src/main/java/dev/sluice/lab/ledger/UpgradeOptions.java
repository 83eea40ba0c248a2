package dev.sluice.lab.ledger;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// The options of the experiment with two versions at one store.
///
/// @param before the launcher of the earlier version, in a checkout of it
/// @param each how long each step is called
/// @param rate calls a second, of each gateway
/// @param url the JDBC URL of an empty PostgreSQL database; SQLite where there is none
public record UpgradeOptions(Path before, Duration each, int rate, Optional<String> url) {}
