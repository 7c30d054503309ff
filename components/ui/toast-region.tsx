'use client';

import { Toast } from '@base-ui/react/toast';
import { useEffect } from 'react';

const manager = Toast.createToastManager();

function show(text: string): void {
  manager.close();
  manager.add({ title: text });
}

interface ToastRegionProps {
  readonly label: string;
  readonly onSaid: (shows: (text: string) => void) => () => void;
}

export function ToastRegion({ label, onSaid }: ToastRegionProps) {
  // Not in a child of the provider, whose effect would run before the provider listens.
  useEffect(() => onSaid(show), [onSaid]);
  return (
    <Toast.Provider toastManager={manager}>
      <Toast.Portal>
        <Toast.Viewport
          aria-label={label}
          className="fixed inset-x-4 bottom-[calc(env(safe-area-inset-bottom)+min(8rem,40dvh))] z-5 mx-auto flex w-fit max-w-96 flex-col outline-none"
        >
          <Shown />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function Shown() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      swipeDirection="down"
      className="rounded-lg border border-edge bg-raised px-4 py-2.5 text-small shadow-lg outline-none ease-out data-ending-style:opacity-0 data-starting-style:opacity-0 motion-safe:transition-opacity motion-safe:duration-200"
    >
      <Toast.Title render={<p />} />
    </Toast.Root>
  ));
}
