package io.pagenow.presence.rest;

import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.annotation.WebListener;

/** Closes the permit of a snapshot when its request ends, also after a failure. */
@WebListener
public class SnapshotPermitListener implements ServletRequestListener {

  /** The request attribute that holds the permit. */
  static final String PERMIT = SnapshotPermitListener.class.getName();

  @Override
  public void requestDestroyed(ServletRequestEvent event) {
    if (event.getServletRequest().getAttribute(PERMIT) instanceof SnapshotLimits.Permit permit) {
      permit.close();
    }
  }
}
