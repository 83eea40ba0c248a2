/// The dashboard as a browser sees it.
@NullMarked
package dev.sluice.dashboard;

import org.jspecify.annotations.NullMarked;
