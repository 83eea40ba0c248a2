/// A request for vectors, and its answer, in no dialect: the middle between the forms in which
/// vendors embed. Immutable.
@NullMarked
package dev.sluice.internal.dialect.embed.hub;

import org.jspecify.annotations.NullMarked;
