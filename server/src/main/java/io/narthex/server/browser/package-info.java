/// Pictures, prints and films of pages, made by the Chromium of this machine over the Chrome
/// DevTools Protocol.
///
/// Entry point: [Chromium#start], which opens a [Tab]. [PngPicture] and [MovingPicture] make small
/// files of what a tab shows; [Film] records it.
///
/// Chromium is told what to do through a pair of pipes, so no port is open to others, and it ends
/// by itself when this process does, in whatever way.
@NullMarked
package io.narthex.server.browser;

import org.jspecify.annotations.NullMarked;
