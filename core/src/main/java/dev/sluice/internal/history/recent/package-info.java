/// The last calls one by one, kept so that the collector has little to do with them: a
/// [dev.sluice.internal.history.recent.CallRing] has one array for each.
@NullMarked
package dev.sluice.internal.history.recent;

import org.jspecify.annotations.NullMarked;
