/** Opens the sidebar of Firefox. Only allowed during a click. */
export function openSidePanel() {
  return browser.sidebarAction.open();
}
