/// `explain`: the meaning of a configuration for a model, each value with its position.
@NullMarked
package dev.sluice.cli.explain;

import org.jspecify.annotations.NullMarked;
