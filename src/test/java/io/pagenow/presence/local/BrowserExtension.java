package io.pagenow.presence.local;

/** The Chrome extension in {@code src/test/chrome-extension}. */
public final class ReferenceExtension {

  /** The id of the extension, which Chrome derives from the key in the manifest. */
  public static final String ID = "mdngeojbgflogmioolbghffgmjicppel";

  /** The origin of its requests. */
  public static final String ORIGIN = "chrome-extension://" + ID;

  private ReferenceExtension() {}
}
