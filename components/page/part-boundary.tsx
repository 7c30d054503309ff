'use client';

import { Component, type ComponentType, type ReactNode } from 'react';
import type { PagePart } from '@/lib/chat/page-failure';
import { reportFailure } from '@/lib/client/use-chat';
import { PartFailed } from './part-failed';

interface PartBoundaryProps {
  readonly part: PagePart;
  /** Surrounds the sentence that replaces a failed part; leave it out for a part inside something that stays. */
  readonly frame?: ComponentType<{ readonly children: ReactNode }>;
  readonly children: ReactNode;
}

/**
 * Catches the failure of one part of the page. Place it around the part's outermost element: then React can remove the part
 * even if an extension has moved something inside it.
 */
export class PartBoundary extends Component<PartBoundaryProps, { readonly hasFailed: boolean }> {
  override readonly state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override componentDidCatch(error: unknown): void {
    reportFailure(this.props.part, error);
  }

  override render(): ReactNode {
    const { frame: Frame, children } = this.props;
    if (!this.state.hasFailed) return children;
    return Frame ? (
      <Frame>
        <PartFailed />
      </Frame>
    ) : (
      <PartFailed />
    );
  }
}
