/** The containers of WildFly: image, service and scaling. */
package io.pagenow.presence.aws.node;
