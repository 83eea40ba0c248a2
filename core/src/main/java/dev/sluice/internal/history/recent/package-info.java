/// The last calls one by one, kept so that the collector has little to do with them:
/// [dev.sluice.internal.history.recent.LastCalls] have one array for each.
@NullMarked
package dev.sluice.internal.history.recent;

import org.jspecify.annotations.NullMarked;
