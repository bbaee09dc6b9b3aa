package io.pagenow.presence.protocol.page;

import io.pagenow.presence.model.url.UrlAuthority;
import org.jspecify.annotations.Nullable;

/**
 * Removes the user name and password that a url may contain: {@code https://user:password@host/}.
 */
final class UserInfo {

  /** The spellings of {@code @}. Browsers accept some of them in a url and reject the rest. */
  private static final String[] ENDS = {"@", "%40", "\uff20", "\ufe6b"};

  private UserInfo() {}

  /**
   * Returns the url without user info. An {@code @} in a path, query, fragment or mail address
   * stays.
   */
  static String removedFrom(String url) {
    if (endIn(url) == 0) {
      return url;
    }
    @Nullable UrlAuthority authority = UrlAuthority.innermost(url);
    if (authority == null) {
      return url;
    }
    int end = endIn(url.substring(authority.start(), authority.end()));
    return end == 0
        ? url
        : url.substring(0, authority.start()) + url.substring(authority.start() + end);
  }

  /** Returns the index after the last {@code @}, or 0 if there is none. */
  private static int endIn(String text) {
    int end = 0;
    for (String at : ENDS) {
      int last = text.lastIndexOf(at);
      if (last >= 0) {
        end = Math.max(end, last + at.length());
      }
    }
    return end;
  }
}
