package io.pagenow.presence.rest;

import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.annotation.WebListener;

/** Closes the permit of a snapshot once its request has ended, however it ended. */
@WebListener
public class SnapshotPermitListener implements ServletRequestListener {

  /** The attribute of a request that has its permit. */
  static final String PERMIT = SnapshotPermitListener.class.getName();

  @Override
  public void requestDestroyed(ServletRequestEvent event) {
    if (event.getServletRequest().getAttribute(PERMIT) instanceof SnapshotLimits.Permit permit) {
      permit.close();
    }
  }
}
