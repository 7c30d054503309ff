/** Figures under headings; the first cell of a row names it. */
export interface Table {
  readonly title: string;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Figures as people read them. */
export const count = (value: number): string => Math.round(value).toLocaleString('en');
export const ratio = (value: number): string => value.toFixed(2);
export const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
export const milliseconds = (ms: number): string => `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
export const microseconds = (ms: number): string => `${(ms * 1_000).toFixed(1)} µs`;
export const kilobytes = (bytes: number): string => `${(bytes / 1_024).toFixed(1)} KiB`;
export const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
