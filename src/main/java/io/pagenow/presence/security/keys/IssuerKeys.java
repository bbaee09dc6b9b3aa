package io.pagenow.presence.security.keys;

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
 * The public keys of the token issuer, read when a token needs them and then cached. Thread-safe.
 *
 * <p>The keys are read again after {@link #MAX_AGE}, or when a token names an unknown key, so that
 * the issuer can rotate its keys. A node sends at most two requests to the issuer per {@link
 * #INTERVAL}, whatever clients send. While the issuer does not answer, the cached keys stay valid.
 * No thread runs in the background.
 */
public final class IssuerKeys implements TokenKeys {

  private static final Logger LOG = Logger.getLogger(IssuerKeys.class.getName());

  /** How long a key is accepted after the issuer withdrew it. */
  private static final Duration MAX_AGE = Duration.ofMinutes(5);

  private static final Duration INTERVAL = Duration.ofSeconds(3);

  // In the worst case a caller waits twice for the read of another thread and then for its own
  // read. The first read is for expired keys, the second one for an unknown key. All of that must
  // end within three seconds.
  private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(700);
  private static final Duration READ_TIMEOUT = Duration.ofMillis(700);
  private static final Duration WAIT_FOR_ANOTHER = Duration.ofMillis(500);

  private final JWKSource<SecurityContext> source;
  private volatile @Nullable JWKSet known;

  /** Why the last read failed; null if it succeeded. */
  private volatile @Nullable Exception failure;

  /**
   * @throws IllegalArgumentException if the address is not a valid URL
   */
  public IssuerKeys(URI address) {
    this(address, MAX_AGE, INTERVAL);
  }

  public IssuerKeys(URI address, Duration maxAge, Duration interval) {
    this.source =
        JWKSourceBuilder.create(new Reader(url(address)))
            .cache(maxAge.toMillis(), WAIT_FOR_ANOTHER.toMillis())
            .refreshAheadCache(false)
            .rateLimited(interval.toMillis())
            .outageTolerantForever()
            // If the rate limit forbids a read, or the wait for another read timed out, use the
            // cached keys.
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

  @Override
  public List<JWK> candidates(JWSHeader header) {
    try {
      return source.get(new JWKSelector(JWKMatcher.forJWSHeader(header)), null);
    } catch (KeySourceException e) {
      throw new UnavailableException("The token issuer", e);
    }
  }

  @Override
  public void read() {
    try {
      source.get(new JWKSelector(new JWKMatcher.Builder().build()), null);
    } catch (KeySourceException e) {
      throw new UnavailableException("The token issuer", e);
    }
  }

  private JWKSet lastRead() throws KeySourceException {
    JWKSet keys = known;
    if (keys == null) {
      // The cause of the last read is of more use than the rate limit that forbids another one.
      throw new KeySourceException("No keys were read yet", failure);
    }
    return keys;
  }

  /**
   * Reads the keys and records the last successful read. The cache calls it on one thread at a
   * time.
   */
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
        succeeded();
        return keys;
      } catch (IOException | ParseException e) {
        throw unavailable(new JWKSetUnavailableException(e.getMessage(), e));
      } catch (KeySourceException e) {
        throw unavailable(e);
      }
    }

    private void succeeded() {
      if (failure != null) {
        failure = null;
        LOG.log(Level.INFO, "The keys of the token issuer at {0} can be read again", url);
      }
    }

    /** Logs the begin of an outage only: the keys may be read every few seconds. */
    private KeySourceException unavailable(KeySourceException cause) {
      if (failure == null) {
        LOG.log(
            Level.WARNING,
            "The keys of the token issuer at {0} cannot be read: {1}",
            new Object[] {url, cause.getMessage()});
      }
      failure = cause;
      return cause;
    }

    @Override
    public void close() {
      // It holds no connection.
    }
  }
}
