/// Tool calls of an answer that is put together from its stream: their numbers, names and
/// arguments. Confined to the call's loop.
@NullMarked
package dev.sluice.internal.provider.assemble.tool;

import org.jspecify.annotations.NullMarked;
