'use client';

import { Dialog } from '@base-ui/react/dialog';
import type { ReactNode, RefObject } from 'react';
import { DialogClose } from './dialog-close';

interface SheetPopupProps {
  readonly title: string;
  readonly closeLabel: string;
  /** What opened it. */
  readonly button: RefObject<HTMLButtonElement | null>;
  readonly side?: 'left' | 'right';
  readonly actions?: ReactNode;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

const sides = {
  left: 'left-0 border-r data-ending-style:-translate-x-full data-starting-style:-translate-x-full',
  right: 'right-0 border-l data-ending-style:translate-x-full data-starting-style:translate-x-full',
};

export function SheetPopup({ title, closeLabel, button, side = 'right', ...props }: SheetPopupProps) {
  return (
    <Dialog.Root open={props.isOpen} onOpenChange={props.onClose}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 bg-veil motion-safe:transition-opacity motion-safe:duration-200 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Dialog.Popup
          finalFocus={button}
          className={`fixed inset-y-0 flex w-80 max-w-[85vw] flex-col border-line bg-panel pt-[env(safe-area-inset-top)] pr-[env(safe-area-inset-right)] pb-[env(safe-area-inset-bottom)] pl-[env(safe-area-inset-left)] outline-none motion-safe:transition-transform motion-safe:duration-200 ease-out ${sides[side]}`}
        >
          <div className="flex h-14 shrink-0 items-center pr-2 pl-4">
            <Dialog.Title className="flex-1 font-semibold">{title}</Dialog.Title>
            {props.actions}
            <DialogClose label={closeLabel} />
          </div>
          {props.children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
