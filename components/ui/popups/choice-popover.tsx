'use client';

import { type ComponentProps, type ReactElement, type ReactNode, useRef, useState } from 'react';
import { late } from '@/components/ui/late';
import type { ChoiceGroup } from './choice-popup';
import { Opener } from './opener';

const ChoicePopup = late(() => import('./choice-popup').then((module) => module.ChoicePopup));

interface ChoicePopoverProps {
  readonly label: string;
  readonly trigger: ReactElement<ComponentProps<'button'>>;
  readonly groups: readonly ChoiceGroup[];
  /** Stands below the groups. */
  readonly children?: ReactNode;
}

/** Groups with one choice each, under the button that opens them. */
export function ChoicePopover({ label, trigger, groups, children }: ChoicePopoverProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Opener
        ref={button}
        trigger={trigger}
        popup="dialog"
        isOpen={isOpen}
        prepare={ChoicePopup.prepare}
        onToggle={() => setIsOpen(!isOpen)}
      />
      <ChoicePopup
        label={label}
        groups={groups}
        button={button}
        isOpen={isOpen}
        onClose={() => setIsOpen(false)}
      >
        {children}
      </ChoicePopup>
    </>
  );
}
