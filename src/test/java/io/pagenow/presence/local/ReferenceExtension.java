package io.pagenow.presence.local;

/** The Chrome extension in {@code src/test/chrome-extension}. */
public final class ReferenceExtension {

  /** Chrome works it out from the key in the manifest. */
  public static final String ID = "mdngeojbgflogmioolbghffgmjicppel";

  /** What it calls from. */
  public static final String ORIGIN = "chrome-extension://" + ID;

  private ReferenceExtension() {}
}
