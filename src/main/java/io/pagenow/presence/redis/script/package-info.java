/** The Lua scripts, and the pipelines that run them in order. */
@NullMarked
package io.pagenow.presence.redis.script;

import org.jspecify.annotations.NullMarked;
