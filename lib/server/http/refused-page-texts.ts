/** What a page says that is shown in place of ours, by language: those of the page itself are Next's to render. */
export const REFUSED_PAGE_TEXTS = {
  en: {
    title: 'Too many pages are being opened from your address.',
    hint: (seconds: number) =>
      `Nothing is lost. This page opens by itself in ${seconds === 1 ? 'a second' : `${seconds} seconds`}.`,
  },
  'zh-Hans': {
    title: '您的网络地址打开的页面过多。',
    hint: (seconds: number) => `内容不会丢失，页面将在 ${seconds} 秒后自动打开。`,
  },
} as const;
