/// Text that others have chosen, made fit to be shown to people: in logs, tables, messages.
@NullMarked
package dev.sluice.call.text;

import org.jspecify.annotations.NullMarked;
