/// The provider behind the gateway under attack: it misbehaves by the name of the model.
@NullMarked
package dev.sluice.lab.hostile.provider;

import org.jspecify.annotations.NullMarked;
