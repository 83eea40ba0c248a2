/// Reads prices and budgets.
@NullMarked
package dev.sluice.server.config.reader.money;

import org.jspecify.annotations.NullMarked;
