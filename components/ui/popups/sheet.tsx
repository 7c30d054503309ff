'use client';

import { type ComponentProps, type ReactElement, type ReactNode, useRef } from 'react';
import { late } from '@/components/ui/late';
import { Opener } from './opener';

const SheetPopup = late(() => import('./sheet-popup').then((module) => module.SheetPopup));

interface SheetProps {
  readonly title: string;
  readonly closeLabel: string;
  /** What opens it. */
  readonly trigger: ReactElement<ComponentProps<'button'>>;
  /** The edge that it slides in from. */
  readonly side?: 'left' | 'right';
  /** Beside the title. */
  readonly actions?: ReactNode;
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly children: ReactNode;
}

/** A panel over an edge of the page. */
export function Sheet({ trigger, onOpenChange, ...props }: SheetProps) {
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <Opener
        ref={button}
        trigger={trigger}
        popup="dialog"
        isOpen={props.isOpen}
        prepare={SheetPopup.prepare}
        onToggle={() => onOpenChange(!props.isOpen)}
      />
      <SheetPopup button={button} {...props} onClose={() => onOpenChange(false)} />
    </>
  );
}
