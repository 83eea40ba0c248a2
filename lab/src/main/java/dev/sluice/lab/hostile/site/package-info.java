/// The gateways under attack, each in a process with the bounds of its setup, and what shows
/// whether one still serves and has given everything back.
@NullMarked
package dev.sluice.lab.hostile.site;

import org.jspecify.annotations.NullMarked;
