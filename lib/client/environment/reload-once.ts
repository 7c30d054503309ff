const RELOADED_AT = 'concord:reloaded-at';
/** What is still missing after a reload is missing on the site: nobody's page reloads over and over. */
const AGAIN_AFTER_MS = 10 * 60_000;

/**
 * Reloads the page where the site answers: then what is missing is not the network, but a script of an earlier version. What
 * was typed and what was not sent yet are kept.
 */
export async function reloadOnce(): Promise<void> {
  if (!(await isSiteThere())) return;
  try {
    if (Date.now() - Number(sessionStorage.getItem(RELOADED_AT)) < AGAIN_AFTER_MS) return;
    sessionStorage.setItem(RELOADED_AT, String(Date.now()));
  } catch {
    return; // It could not be told how often it has been tried.
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
