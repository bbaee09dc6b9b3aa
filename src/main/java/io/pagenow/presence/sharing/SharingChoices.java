package io.pagenow.presence.sharing;

import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What users chose to share, in their own words. Thread-safe. */
public interface SharingChoices {

  /**
   * What a user chose, as the user database has it now. Immutable.
   *
   * @param all whether the user shares all pages but those of the deny list; otherwise only those
   *     of the allow list
   * @param allow the entries of the allow list; null if it exceeds {@link SharingLists#MAX_BYTES},
   *     so that it allows nothing
   * @param deny the entries of the deny list; null if it exceeds that limit, so that it denies
   *     everything
   */
  record Choice(boolean all, @Nullable List<String> allow, @Nullable List<String> deny) {}

  /**
   * Reads the choice of a user. A user without a profile shares nothing. Blocks.
   *
   * @throws UnavailableException if the database does not answer
   */
  Choice of(UserId user);
}
