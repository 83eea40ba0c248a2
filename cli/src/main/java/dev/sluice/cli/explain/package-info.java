/// `explain`: what a configuration means for a model, each value with the place that it stands at.
@NullMarked
package dev.sluice.cli.explain;

import org.jspecify.annotations.NullMarked;
