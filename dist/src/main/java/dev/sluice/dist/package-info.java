/// What [dev.sluice.dist.Main] makes of a folder that holds the files of an artifact: the list of
/// what it contains, an image, a Debian package. `dist/package` makes the folders and calls it. No
/// artifact contains this module, and nothing that serves calls has it on its class path.
@NullMarked
package dev.sluice.dist;

import org.jspecify.annotations.NullMarked;
