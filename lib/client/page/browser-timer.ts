/** Runs `run` once after the delay, unless the returned function is called first. */
export function browserTimer(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}
