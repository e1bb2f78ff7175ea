/// JSON as a tree of one type, for what is asked of servers and browsers.
@NullMarked
package io.narthex.server.json;

import org.jspecify.annotations.NullMarked;
