/// The scenes with Java's clients, in this process.
@NullMarked
package dev.sluice.it.matrix.sdk;

import org.jspecify.annotations.NullMarked;
