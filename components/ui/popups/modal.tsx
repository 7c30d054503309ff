'use client';

import { Dialog } from '@base-ui/react/dialog';
import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { DialogClose } from './dialog-close';

interface ModalProps {
  readonly title: ReactNode;
  readonly closeLabel: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A panel over the page for one task. */
export function Modal({ title, closeLabel, isOpen, onClose, children }: ModalProps) {
  const popup = useRef<HTMLDivElement>(null);
  /** Where the focus was before. A key may have opened the panel, and then no button did. */
  const before = useRef<Element>(null);
  useLayoutEffect(() => {
    if (isOpen) before.current = document.activeElement;
  }, [isOpen]);
  const backTo = () => {
    const now = document.activeElement;
    // A person who has moved on, to what they chose here, is not taken back.
    if (now !== document.body && !popup.current?.contains(now)) return false;
    return isPlace(before.current) ? before.current : true;
  };
  return (
    <Dialog.Root open={isOpen} onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 bg-veil motion-safe:transition-opacity motion-safe:duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Dialog.Popup
          ref={popup}
          initialFocus={() => popup.current?.querySelector<HTMLElement>('input:not([type=radio])') ?? true}
          finalFocus={backTo}
          className="fixed top-[12dvh] short:top-1 left-1/2 flex max-h-[76dvh] short:max-h-[calc(100dvh-0.5rem)] w-[min(30rem,calc(100vw-2rem))] -translate-x-1/2 flex-col overflow-y-auto rounded-2xl border border-edge bg-raised shadow-lg outline-none motion-safe:transition-opacity motion-safe:duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0"
        >
          <div className="flex h-14 shrink-0 items-center justify-between pr-2 pl-5">
            <Dialog.Title className="truncate font-semibold">{title}</Dialog.Title>
            <DialogClose label={closeLabel} />
          </div>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Whether the focus can return there. */
const isPlace = (element: Element | null): element is HTMLElement =>
  element instanceof HTMLElement && element.isConnected && element !== document.body;
