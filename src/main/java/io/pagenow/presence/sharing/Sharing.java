package io.pagenow.presence.sharing;

import io.pagenow.presence.config.Settings;
import io.pagenow.presence.model.Activity;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.protocol.page.Pages;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionStage;

/**
 * Decides which pages friends may see, by the sharing rules of their user and the settings of this
 * server. Thread-safe. No method blocks.
 */
@Singleton
public final class Sharing {

  private final UserRules rules;
  private final RuleReader reader;
  private final Settings.Sharing settings;

  @Inject
  public Sharing(UserRules rules, RuleReader reader, Settings settings) {
    this.rules = rules;
    this.reader = reader;
    this.settings = settings.sharing();
  }

  /** Returns whether pages that are recorded already may have to be replaced. */
  public boolean changesPages() {
    return settings.enforced() || settings.queriesStripped();
  }

  /** Returns whether the rules of the user, as this node knows them, show the page. */
  public boolean shows(UserId user, Page page) {
    return page.isHidden() || !settings.enforced() || rules.of(user).show(page.url());
  }

  /** Returns the rule by which pages of the user are hidden, as {@link SharingRules#name} does. */
  public String ruleOf(UserId user) {
    return rules.of(user).name();
  }

  /** Reads the rules of the user again, as {@link RuleReader#readAgain} does. */
  public CompletionStage<Void> readRulesAgain(UserId user) {
    return reader.readAgain(user);
  }

  /** Returns the event as friends may see it by the rules that this node knows. */
  public Updated visible(Updated event) {
    SharingRules by = rules.of(event.user());
    Activity activity = event.activity();
    return new Updated(
        event.user(),
        event.version(),
        new Activity(visible(activity.page(), by), visible(activity.latestPage(), by)),
        event.visibility());
  }

  /** Returns the page as friends may see it by the given rules. */
  public Page visible(Page page, SharingRules by) {
    return settings.enforced() && !by.show(page.url()) ? Page.NONE : stripped(page);
  }

  /** Returns the page without what this server removes from every url. */
  public Page stripped(Page page) {
    return settings.queriesStripped() ? Pages.withoutQuery(page) : page;
  }
}
