/// The dashboard as a browser sees it.
@NullMarked
package dev.sluice.it.dashboard;

import org.jspecify.annotations.NullMarked;
