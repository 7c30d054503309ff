'use client';

import { type ComponentType, type ReactNode, useEffect, useState, useSyncExternalStore } from 'react';
import { lateScript } from '@/lib/client/environment/late-script';
import { ownKeys } from './composing';

/** A component whose script loads after the page. */
export interface LateComponent<P> {
  (props: P): ReactNode;
  /** Begins to load it, for somebody who is about to open it. */
  readonly prepare: () => void;
}

interface LateOptions {
  /** Whether to load it as soon as it is shown, or even then only in an idle moment. */
  readonly loadsWhenShown?: boolean;
  /** What to show until it has loaded, and if it throws. */
  readonly meanwhile?: ReactNode;
}

/** What opens over the page has these. */
interface Opened {
  readonly isOpen?: boolean;
  readonly onClose?: () => void;
}

/**
 * A component that loads when it is first shown, or before that in an idle moment. One with an `isOpen` prop loads only once it
 * is open, and Escape closes one with `onClose` even while it loads. If its script throws, so does the component, and the part
 * of the page around it says so.
 */
export function late<P extends object>(
  load: () => Promise<ComponentType<P>>,
  { loadsWhenShown = true, meanwhile = null }: LateOptions = {},
): LateComponent<P> {
  const script = lateScript(load);

  // biome-ignore lint/correctness/noComponentHookFactories: a module calls it once for each component that it loads late.
  function Late(props: P) {
    const { isOpen = true, onClose }: Opened = props;
    const [wasOpen, setWasOpen] = useState(isOpen);
    if (isOpen && !wasOpen) setWasOpen(true); // It stays mounted, so that people see it close.
    const Loaded = useSyncExternalStore(script.subscribe, () => (wasOpen ? script.loaded() : null), none);
    useEffect(() => {
      if (wasOpen && loadsWhenShown) script.load().catch(() => {}); // The render throws the error.
    }, [wasOpen]);
    useEscape(isOpen && Loaded === null ? onClose : undefined);
    const failure = useSyncExternalStore(script.subscribe, script.failure, none);
    if (wasOpen && failure !== null && meanwhile === null) throw failure;
    return Loaded ? <Loaded {...props} /> : meanwhile;
  }
  return Object.assign(Late, { prepare: () => void script.prepare() });
}

const none = () => null;

/** Calls back on Escape, and keeps the key from everything else on the page. */
function useEscape(onEscape: (() => void) | undefined): void {
  useEffect(() => {
    if (onEscape === undefined) return;
    const keys = new AbortController();
    window.addEventListener(
      'keydown',
      ownKeys((event: KeyboardEvent) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onEscape();
      }),
      { capture: true, signal: keys.signal },
    );
    return () => keys.abort();
  }, [onEscape]);
}
