/** Redis, given or made by the stack. */
package io.pagenow.presence.aws.redis;
