/// Parts of a route's pipeline that join two features: the choice of targets as admission asks for
/// it, admission as the retry asks for it.
@NullMarked
package dev.sluice.internal.wiring.part;

import org.jspecify.annotations.NullMarked;
