/// Tokens in which a client carries what only its provider understands.
@NullMarked
package dev.sluice.internal.dialect.seal;

import org.jspecify.annotations.NullMarked;
