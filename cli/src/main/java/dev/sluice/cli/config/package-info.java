/// The gateway's configuration as a command reads it, and where each part of it comes from.
@NullMarked
package dev.sluice.cli.config;

import org.jspecify.annotations.NullMarked;
