/// `explain`: the meaning of a configuration for a model, each value with its position; and
/// [dev.sluice.cli.explain.SettingsPage], the same for the dashboard.
@NullMarked
package dev.sluice.cli.explain;

import org.jspecify.annotations.NullMarked;
