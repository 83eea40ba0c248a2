/// `lab`: the laboratories, one small class a command.
@NullMarked
package dev.sluice.cli.lab;

import org.jspecify.annotations.NullMarked;
