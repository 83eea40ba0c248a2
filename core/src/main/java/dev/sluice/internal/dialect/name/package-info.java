/// Names and ids in the forms that dialects accept; the same one for the same thing, always.
@NullMarked
package dev.sluice.internal.dialect.name;

import org.jspecify.annotations.NullMarked;
