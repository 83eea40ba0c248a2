/// Values of a configuration file: each [dev.sluice.config.value.Type] makes one of a text, or says
/// what is wrong with it. Pure functions; nothing prints a value that may be a secret.
@NullMarked
package dev.sluice.config.value;

import org.jspecify.annotations.NullMarked;
