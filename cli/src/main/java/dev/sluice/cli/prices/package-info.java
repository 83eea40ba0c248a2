/// `prices`: what models cost, and tables of other projects.
@NullMarked
package dev.sluice.cli.prices;

import org.jspecify.annotations.NullMarked;
