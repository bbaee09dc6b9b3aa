package io.pagenow.presence.testing;

import io.pagenow.presence.model.explanation.Explanation;
import java.util.List;

/** The transitions of a user as short texts. */
public final class Transitions {

  private Transitions() {}

  /** Returns the type, the reason and, if there is one, the code of each transition. */
  public static List<String> texts(Explanation explanation) {
    return explanation.transitions().stream()
        .map(it -> it.type() + " " + it.reason() + it.code().map(code -> " " + code).orElse(""))
        .toList();
  }
}
