/** @type {import('next').NextConfig} */
export default {
  reactStrictMode: true,
  poweredByHeader: false,
  devIndicators: false,
  experimental: {
    // In bytes before minifying. Fewer and larger scripts compress better: without this, a page is 1 KB heavier before the
    // first message can be sent, though what loads after it is lighter.
    turbopackChunking: { minChunkSize: 200_000, maxMergeChunkSize: 1_000_000 },
  },
};
