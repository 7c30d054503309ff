const RELOADED_AT = 'concord:reloaded-at';
/** A script that is still missing after a reload is missing on the site, so the page must not reload over and over. */
const AGAIN_AFTER_MS = 10 * 60_000;

/**
 * Reloads the page if the site answers: then the cause is not the network but a script of an earlier version. Drafts and unsent
 * messages survive.
 */
export async function reloadOnce(): Promise<void> {
  if (!(await isSiteThere())) return;
  try {
    if (Date.now() - Number(sessionStorage.getItem(RELOADED_AT)) < AGAIN_AFTER_MS) return;
    sessionStorage.setItem(RELOADED_AT, String(Date.now()));
  } catch {
    return; // Without storage we cannot count the attempts.
  }
  location.reload();
}

async function isSiteThere(): Promise<boolean> {
  try {
    return (await fetch('/healthz', { cache: 'no-store' })).ok;
  } catch {
    return false;
  }
}
