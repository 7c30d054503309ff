/** Ways in which a browser's storage misbehaves. Each runs in the page before its scripts do. */
export const BROKEN_STORAGE: Readonly<Record<string, () => void>> = {
  'the database is not there': () => {
    Object.defineProperty(window, 'indexedDB', { value: undefined });
  },
  'looking for the database throws': () => {
    Object.defineProperty(window, 'indexedDB', {
      get: () => {
        throw new DOMException('denied', 'SecurityError');
      },
    });
  },
  'opening throws': () => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('denied', 'SecurityError');
    };
  },
  'opening never answers': () => {
    IDBFactory.prototype.open = () => new EventTarget() as IDBOpenDBRequest;
  },
  'another page blocks the opening': () => {
    IDBFactory.prototype.open = () => {
      const request = new EventTarget();
      setTimeout(() => request.dispatchEvent(new Event('blocked')), 10);
      return request as IDBOpenDBRequest;
    };
  },
  'every transaction throws': () => {
    IDBDatabase.prototype.transaction = () => {
      throw new DOMException('The database connection is closing.', 'InvalidStateError');
    };
  },
  'transactions never answer': () => {
    Object.defineProperty(IDBRequest.prototype, 'onsuccess', {
      set(run: () => void) {
        if (this instanceof IDBOpenDBRequest) this.addEventListener('success', run);
      },
    });
  },
  'commits are never told': () => {
    Object.defineProperty(IDBTransaction.prototype, 'oncomplete', { set: () => {} });
  },
  'the disk is full': () => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  },
  'locks are never granted': () => {
    LockManager.prototype.request = () => new Promise(() => {});
  },
  'locks are forbidden': () => {
    LockManager.prototype.request = () => Promise.reject(new DOMException('denied', 'SecurityError'));
  },
  'there are no channels': () => {
    Object.defineProperty(window, 'BroadcastChannel', { value: undefined });
  },
  'storage is forbidden altogether': () => {
    const forbid = () => {
      throw new DOMException('denied', 'SecurityError');
    };
    for (const name of ['indexedDB', 'localStorage', 'sessionStorage', 'BroadcastChannel'])
      Object.defineProperty(window, name, { get: forbid });
    Object.defineProperty(navigator, 'locks', { get: forbid });
    Object.defineProperty(document, 'cookie', { get: forbid, set: forbid });
  },
};
