/** What happens before a node accepts connections, and what does its log say about it? */
@NullMarked
package io.pagenow.presence.lifecycle.start;

import org.jspecify.annotations.NullMarked;
