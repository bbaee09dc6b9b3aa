package io.pagenow.presence.local;

/** The browser extension in {@code src/main/extension}, as Chrome loads it for development. */
public final class BrowserExtension {

  /** The id of the extension, which Chrome derives from the key in the manifest. */
  public static final String ID = "mdngeojbgflogmioolbghffgmjicppel";

  /** The origin of its requests. */
  public static final String ORIGIN = "chrome-extension://" + ID;

  private BrowserExtension() {}
}
