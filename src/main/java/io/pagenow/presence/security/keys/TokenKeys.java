package io.pagenow.presence.security.keys;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import java.util.List;

/** The public keys whose tokens are valid. Thread-safe. */
public interface TokenKeys {

  /**
   * Returns the keys that may have signed a token with this header. Empty if there is no such key.
   *
   * @throws io.pagenow.presence.model.UnavailableException if the keys cannot be read
   */
  List<JWK> candidates(JWSHeader header);

  /**
   * Reads the keys, unless they are cached.
   *
   * @throws io.pagenow.presence.model.UnavailableException if they cannot be read
   */
  void read();
}
