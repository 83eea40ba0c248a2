/// What answers say, whatever their dialect: the seam
/// [dev.sluice.internal.provider.answer.field.EventFields], and what is kept of it. Confined to the
/// call's loop.
@NullMarked
package dev.sluice.internal.provider.answer.field;

import org.jspecify.annotations.NullMarked;
