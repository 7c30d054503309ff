import type { ReactNode } from 'react';

interface FrameProps {
  readonly children: ReactNode;
}

export const HEADER_LOOK =
  'flex shrink-0 items-center gap-1 border-line border-b pt-[env(safe-area-inset-top)] pr-2 pl-4 lg:pl-6';
export const TALK_LOOK = 'relative shrink-0 px-4 pb-[max(0.5rem,env(safe-area-inset-bottom))] lg:px-6';

/** A failed part keeps its place, so that its neighbours do not move. */
export const HeaderFrame = ({ children }: FrameProps) => (
  <header className={HEADER_LOOK}>
    <div className="-ml-4 flex h-14 items-center">{children}</div>
  </header>
);

export const MessagesFrame = ({ children }: FrameProps) => (
  <div className="flex min-h-0 flex-1 items-center justify-center">{children}</div>
);

export const TalkFrame = ({ children }: FrameProps) => (
  <div className={TALK_LOOK}>
    <div className="mx-auto mt-7 mb-5 max-w-talk rounded-xl border border-line">{children}</div>
  </div>
);

/** For a part that is only read out: there is nothing to show. */
export const Nothing = () => null;
