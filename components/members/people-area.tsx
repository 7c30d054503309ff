import type { ReactNode, Ref } from 'react';
import { useTexts } from '@/components/page/preferences-provider';

interface PeopleAreaProps {
  readonly ref: Ref<HTMLElement>;
  readonly children: ReactNode;
}

/** The scrolling area for any list of people; the keyboard can scroll it, too. */
export function PeopleArea({ ref, children }: PeopleAreaProps) {
  const texts = useTexts();
  return (
    <section
      ref={ref}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable from the keyboard.
      tabIndex={0}
      aria-label={texts.people}
      className="min-h-0 flex-1 overflow-y-auto pb-4"
    >
      {children}
    </section>
  );
}
