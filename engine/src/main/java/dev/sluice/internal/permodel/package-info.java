/// State for each model of a target, bounded however many names clients make up.
@NullMarked
package dev.sluice.internal.permodel;

import org.jspecify.annotations.NullMarked;
