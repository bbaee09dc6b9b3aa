package io.pagenow.presence.security;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.ResourceRetriever;
import io.pagenow.presence.model.UnavailableException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The public keys of the token issuer, read when a token needs them and kept from then on.
 *
 * <p>They are read again when they are old and when a token names one that is not among them, so
 * that keys may rotate. Nobody can make this node ask the issuer more than twice an {@link
 * #INTERVAL}, and keys once read go on being good while the issuer does not answer. Nothing runs in
 * the background.
 */
final class IssuerKeys {

  private static final Logger LOG = Logger.getLogger(IssuerKeys.class.getName());

  /** How long a key that the issuer withdrew is taken still. */
  private static final Duration MAX_AGE = Duration.ofMinutes(5);

  private static final Duration INTERVAL = Duration.ofSeconds(3);

  // At the worst a caller waits twice for another's read and then for its own, which takes one of
  // these: once since the keys are old, and once since the token's is not among them. That must be
  // over within three seconds.
  private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(700);
  private static final Duration READ_TIMEOUT = Duration.ofMillis(700);
  private static final Duration WAIT_FOR_ANOTHER = Duration.ofMillis(500);

  private final JWKSource<SecurityContext> source;
  private volatile @Nullable JWKSet known;

  /**
   * @throws IllegalArgumentException where this is no web address
   */
  IssuerKeys(URI address) {
    this(address, MAX_AGE, INTERVAL);
  }

  IssuerKeys(URI address, Duration maxAge, Duration interval) {
    this.source =
        JWKSourceBuilder.create(new Reader(url(address)))
            .cache(maxAge.toMillis(), WAIT_FOR_ANOTHER.toMillis())
            .refreshAheadCache(false)
            .rateLimited(interval.toMillis())
            .outageTolerantForever()
            // Who may not read now, or waited for another in vain, looks at what there is.
            .failover((selector, context) -> selector.select(lastRead()))
            .build();
  }

  private static URL url(URI address) {
    try {
      return address.toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("PRESENCE_JWKS_URL must be a web address", e);
    }
  }

  /**
   * The keys that may have signed a token with this header: one, or none where the issuer has no
   * such key.
   *
   * @throws UnavailableException where no key is known and none can be read
   */
  List<JWK> candidates(JWSHeader header) {
    try {
      return source.get(new JWKSelector(JWKMatcher.forJWSHeader(header)), null);
    } catch (KeySourceException e) {
      throw new UnavailableException("The token issuer", e);
    }
  }

  /** Reads the keys, where the issuer answers; where it does not, the first token asks again. */
  void prefetch() {
    try {
      source.get(new JWKSelector(new JWKMatcher.Builder().build()), null);
    } catch (KeySourceException e) {
      LOG.log(Level.FINE, "Starts without the keys of the token issuer", e);
    }
  }

  private JWKSet lastRead() throws KeySourceException {
    JWKSet keys = known;
    if (keys == null) {
      throw new KeySourceException("No keys were read yet");
    }
    return keys;
  }

  /** Reads the keys, and remembers them. The cache in front calls it from one thread at a time. */
  private final class Reader implements JWKSetSource<SecurityContext> {

    private final URL url;
    private final PublishedKeys published = new PublishedKeys();
    private final ResourceRetriever retriever =
        new DefaultResourceRetriever(
            Math.toIntExact(CONNECT_TIMEOUT.toMillis()),
            Math.toIntExact(READ_TIMEOUT.toMillis()),
            JWKSourceBuilder.DEFAULT_HTTP_SIZE_LIMIT);

    Reader(URL url) {
      this.url = url;
    }

    @Override
    public synchronized JWKSet getJWKSet(
        JWKSetCacheRefreshEvaluator evaluator, long now, @Nullable SecurityContext context)
        throws KeySourceException {
      try {
        JWKSet keys = published.read(retriever.retrieveResource(url).getContent());
        if (keys.isEmpty()) {
          throw new JWKSetUnavailableException("The issuer publishes no usable keys");
        }
        known = keys;
        return keys;
      } catch (IOException | ParseException e) {
        throw unavailable(new JWKSetUnavailableException(e.getMessage(), e));
      } catch (KeySourceException e) {
        throw unavailable(e);
      }
    }

    private KeySourceException unavailable(KeySourceException cause) {
      LOG.log(
          Level.WARNING,
          "The keys of the token issuer at {0} cannot be read: {1}",
          new Object[] {url, cause.getMessage()});
      return cause;
    }

    @Override
    public void close() {
      // It holds no connection.
    }
  }
}
