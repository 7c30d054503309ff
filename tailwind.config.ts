import type { Config } from 'tailwindcss';

/** Names for what app/globals.css defines, light and dark. */
export default {
  content: ['./app/**/*.tsx', './components/**/*.tsx'],
  theme: {
    extend: {
      colors: {
        paper: 'var(--paper)',
        panel: 'var(--panel)',
        raised: 'var(--raised)',
        hover: 'var(--hover)',
        line: 'var(--line)',
        edge: 'var(--edge)',
        ink: 'var(--ink)',
        soft: 'var(--soft)',
        accent: 'var(--accent)',
        'accent-strong': 'var(--accent-strong)',
        'accent-wash': 'var(--accent-wash)',
        'on-accent': 'var(--on-accent)',
        danger: 'var(--danger)',
        'danger-wash': 'var(--danger-wash)',
        veil: 'var(--veil)',
      },
      fontFamily: {
        sans: [
          'Inter Variable',
          'system-ui',
          'PingFang SC',
          'Hiragino Sans GB',
          'Microsoft YaHei',
          'Noto Sans CJK SC',
          'sans-serif',
        ],
      },
      fontSize: {
        tiny: ['11px', '16px'],
        small: ['13px', '20px'],
        body: ['15px', '22px'],
        title: ['17px', '24px'],
      },
      maxWidth: {
        talk: '48rem',
      },
    },
  },
} satisfies Config;
