/** The Lua scripts, and the names of their arguments. */
@NullMarked
package io.pagenow.presence.redis.script;

import org.jspecify.annotations.NullMarked;
