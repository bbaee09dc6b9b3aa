/**
 * The AWS stack: containers of WildFly behind a load balancer, and Redis if none is given. It reads
 * {@code .env}, and looks nothing up while it writes the template.
 */
package io.pagenow.presence.aws;
