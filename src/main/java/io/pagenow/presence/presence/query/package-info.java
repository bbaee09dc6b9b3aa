/** What users see of their friends at one moment. */
@NullMarked
package io.pagenow.presence.presence.query;

import org.jspecify.annotations.NullMarked;
