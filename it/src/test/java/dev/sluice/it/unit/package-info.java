/// The systemd unit, as systemd's own tools read it.
@NullMarked
package dev.sluice.it.unit;

import org.jspecify.annotations.NullMarked;
