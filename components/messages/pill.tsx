import type { ReactNode } from 'react';

interface PillProps {
  readonly place: 'top' | 'bottom';
  readonly onClick: () => void;
  readonly children: ReactNode;
}

/** Floats over one end of the conversation and leads to something beyond it. */
export function Pill({ place, onClick, children }: PillProps) {
  return (
    <button
      type="button"
      onClick={onClick}
      className={`appear absolute left-1/2 z-1 flex h-8 -translate-x-1/2 items-center gap-1.5 whitespace-nowrap rounded-full bg-accent px-3.5 font-medium text-on-accent text-small tabular-nums hover:bg-accent-strong touch:h-11 touch:px-5 ${place === 'top' ? 'top-3' : 'bottom-3'}`}
    >
      {children}
    </button>
  );
}
