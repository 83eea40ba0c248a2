/// `lab`: the laboratories, one small class a command.
@NullMarked
package dev.sluice.lab.command;

import org.jspecify.annotations.NullMarked;
