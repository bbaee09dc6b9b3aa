/** Opens the side panel of Chrome. Only allowed during a click. */
export function openSidePanel(windowId) {
  return chrome.sidePanel.open({ windowId });
}
