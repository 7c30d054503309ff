'use client';

import { type ComponentProps, type ReactElement, useRef, useState } from 'react';
import { late } from '@/components/ui/late';
import type { Action } from './menu-popup';
import { type OpenedBy, Opener } from './opener';

const MenuPopup = late(() => import('./menu-popup').then((module) => module.MenuPopup));

interface ActionMenuProps {
  readonly label: string;
  readonly trigger: ReactElement<ComponentProps<'button'>>;
  readonly actions: readonly Action[];
}

/** A menu of actions under the button that opens it. */
export function ActionMenu({ label, trigger, actions }: ActionMenuProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const [openedBy, setOpenedBy] = useState<OpenedBy>('pointer');
  const toggle = (by: OpenedBy) => {
    setOpenedBy(by);
    setIsOpen(!isOpen);
  };
  return (
    <>
      <Opener
        ref={button}
        trigger={trigger}
        popup="menu"
        isOpen={isOpen}
        prepare={MenuPopup.prepare}
        onToggle={toggle}
      />
      <MenuPopup
        label={label}
        actions={actions}
        button={button}
        openedBy={openedBy}
        isOpen={isOpen}
        onClose={() => setIsOpen(false)}
      />
    </>
  );
}
