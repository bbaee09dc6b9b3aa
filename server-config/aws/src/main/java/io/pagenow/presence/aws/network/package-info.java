/** The load balancer with its entry, and who may reach what. */
package io.pagenow.presence.aws.network;
