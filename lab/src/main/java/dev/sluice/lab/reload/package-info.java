/// What reloads do to calls, and to the process: a gateway takes one configuration after the other
/// under load, then many more, and nothing may fail and nothing may grow.
@NullMarked
package dev.sluice.lab.reload;

import org.jspecify.annotations.NullMarked;
