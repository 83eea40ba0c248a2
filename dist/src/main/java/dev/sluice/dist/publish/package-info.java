/// Makes a Maven repository folder of what the build has left in the modules' folders, and checks
/// one by what the central repository asks for. For one thread.
@NullMarked
package dev.sluice.dist.publish;

import org.jspecify.annotations.NullMarked;
