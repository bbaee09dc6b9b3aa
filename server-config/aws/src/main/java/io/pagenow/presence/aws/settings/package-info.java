/** What is deployed: the variables of {@code .env}, checked and typed. */
package io.pagenow.presence.aws.settings;
