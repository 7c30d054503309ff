/** Runs it once after the delay, unless what it returns is called first. */
export function browserTimer(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}
