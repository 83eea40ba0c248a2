/// States of a circuit and the log of its transitions.
@NullMarked
package dev.sluice.internal.breaker.state;

import org.jspecify.annotations.NullMarked;
