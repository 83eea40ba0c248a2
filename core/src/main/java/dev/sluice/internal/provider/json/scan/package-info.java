/// The parts of a strict pass over JSON that arrives in pieces, cut anywhere: text, numbers, names.
/// [dev.sluice.internal.provider.json.JsonScanner] puts them together.
/// [dev.sluice.internal.provider.json.scan.Delimiters] is for readers that check structure alone,
/// and [dev.sluice.internal.provider.json.scan.JsonCursor] reads again what has passed.
///
/// Each is confined to one thread, and holds a few words of state and no bytes, but for
/// [dev.sluice.internal.provider.json.scan.PropertyNames], which has a bound, and the cursor's
/// block.
@NullMarked
package dev.sluice.internal.provider.json.scan;

import org.jspecify.annotations.NullMarked;
