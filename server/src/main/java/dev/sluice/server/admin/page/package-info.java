/// The pages of the dashboard: their files, out of the class path, with the headers that keep
/// everything else out of them; and the stream that keeps them fresh.
@NullMarked
package dev.sluice.server.admin.page;

import org.jspecify.annotations.NullMarked;
